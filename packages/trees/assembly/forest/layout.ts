// Where the scratch area and the open nodes of a tree keep what. See ../forest-kernels.ts.

export const SMALL_NODE: i32 = 96;
export const MISSING: u32 = 255;

// layout of the scratch area, bytes
export const ROWS: usize = 4096;
export const PRESENT: usize = 5120;
export const BITMAP: usize = 5376;
export const ENTRIES: usize = 5440;

// layout of an open node, bytes
export const ENTRY: usize = 80;
export const LOW: usize = 0;
export const HIGH: usize = 4;
export const DEPTH: usize = 8;
export const NODE: usize = 12;
export const SUM: usize = 16;
export const POSITIVE: usize = 24;
export const IMPURITY: usize = 32;
export const LEFT_SUM: usize = 40;
export const LEFT_POSITIVE: usize = 48;
export const FEATURE: usize = 56;
export const BIN: usize = 60;
export const MISSING_LEFT: usize = 64;
export const GAIN: usize = 72;
