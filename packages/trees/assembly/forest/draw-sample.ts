// The rows that a tree sees. See ../forest-kernels.ts.

import { mix, stepOf, below } from './random';

export function drawSample(counts: usize, n: i32, labels: usize, weights: usize, index: usize, seed: i32): i32 {
  memory.fill(counts, 0, <usize>n);
  let state = <u32>seed;
  const step = stepOf(<u32>seed);
  const size = <f64>n;
  for (let i = 0; i < n; i++) {
    state += step;
    const at = counts + <usize>below(mix(state), size);
    const times = load<u8>(at);
    store<u8>(at, times < 127 ? times + 1 : times);
  }
  let m = listRows(counts, n, labels, weights, index);
  if (m == 0) {
    memory.fill(counts, 1, <usize>n);
    m = listRows(counts, n, labels, weights, index);
  }
  return m;
}

function listRows(counts: usize, n: i32, labels: usize, weights: usize, index: usize): i32 {
  let to = index;
  for (let i = 0; i < n; i++) {
    const times = <u32>load<u8>(counts + <usize>i);
    if (times == 0) continue;
    if (weights != 0 && load<f64>(weights + (<usize>i << 3)) == 0) continue;
    store<u32>(to, (<u32>i << 8) | (times << 1) | <u32>load<u8>(labels + <usize>i));
    to += 4;
  }
  return <i32>((to - index) >> 2);
}
