// Streams of random words. See ../forest-kernels.ts.

@inline
export function mix(word: u32): u32 {
  let x = word;
  x = (x ^ (x >> 16)) * 0x21f0aaad;
  x = (x ^ (x >> 15)) * 0x735a2d97;
  return x ^ (x >> 15);
}

/** Streams of random words step by a number of their own, so that none is a shifted copy of another. */
@inline
export function stepOf(seed: u32): u32 {
  return mix(seed ^ 0x9e3779b9) | 1;
}

@inline
export function below(word: u32, n: f64): i32 {
  return <i32>(<f64>word * (1.0 / 4294967296.0) * n);
}
