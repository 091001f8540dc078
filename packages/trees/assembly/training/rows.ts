// The rows of the nodes: their order by side, and what they get. See ../kernels.ts.

export function partition(columnBins: usize, shift: i32, limit: i32, index: usize, n: i32, buffer: usize): i32 {
  const bound = limit + shift;
  let left: i32 = 0;
  let right: i32 = 0;
  if (shift == 0) {
    for (let k: i32 = 0; k < n; k++) {
      const row = load<u32>(index + (<usize>k << 2));
      const goesRight = <i32>(<u32>(bound - <i32>load<u8>(columnBins + <usize>row)) >> 31);
      store<u32>(index + (<usize>left << 2), row);
      store<u32>(buffer + (<usize>right << 2), row);
      left += 1 - goesRight;
      right += goesRight;
    }
  } else {
    for (let k: i32 = 0; k < n; k++) {
      const row = load<u32>(index + (<usize>k << 2));
      const goesRight = <i32>(<u32>(bound - ((<i32>load<u8>(columnBins + <usize>row) + 1) & 255)) >> 31);
      store<u32>(index + (<usize>left << 2), row);
      store<u32>(buffer + (<usize>right << 2), row);
      left += 1 - goesRight;
      right += goesRight;
    }
  }
  memory.copy(index + (<usize>left << 2), buffer, <usize>right << 2);
  return left;
}

export function partitionByTable(columnBins: usize, table: usize, index: usize, n: i32, buffer: usize): i32 {
  let left: i32 = 0;
  let right: i32 = 0;
  for (let k: i32 = 0; k < n; k++) {
    const row = load<u32>(index + (<usize>k << 2));
    const goesRight = <i32>load<u8>(table + <usize>load<u8>(columnBins + <usize>row));
    store<u32>(index + (<usize>left << 2), row);
    store<u32>(buffer + (<usize>right << 2), row);
    left += 1 - goesRight;
    right += goesRight;
  }
  memory.copy(index + (<usize>left << 2), buffer, <usize>right << 2);
  return left;
}

export function partitionByWideTable(bins: usize, table: usize, index: usize, n: i32, buffer: usize): i32 {
  let left: i32 = 0;
  let right: i32 = 0;
  for (let k: i32 = 0; k < n; k++) {
    const row = load<u32>(index + (<usize>k << 2));
    const goesRight = <i32>load<u8>(table + <usize>load<u16>(bins + (<usize>row << 1)));
    store<u32>(index + (<usize>left << 2), row);
    store<u32>(buffer + (<usize>right << 2), row);
    left += 1 - goesRight;
    right += goesRight;
  }
  memory.copy(index + (<usize>left << 2), buffer, <usize>right << 2);
  return left;
}

export function addToMargins(margins: usize, index: usize, n: i32, value: f32): void {
  const end = index + (<usize>n << 2);
  while (index < end) {
    const at = margins + (<usize>load<u32>(index) << 2);
    store<f32>(at, load<f32>(at) + value);
    index += 4;
  }
}

export function iota(index: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) store<i32>(index + (<usize>i << 2), i);
}
