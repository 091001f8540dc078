// The training kernels in AssemblyScript; see ../src/kernels/kernels.ts for what each does. Every kernel gives the same bits as its
// twin in ../src/kernels/js-kernels.ts: float64 operations in the same order, integer sums. No heap, no static data.

export { gradients, quantise } from './training/gradients';
export { histogramRange, histogramRows, wideHistogramRange, wideHistogramRows, zero, add, subtract } from './training/histograms';
export { findSplit } from './training/find-split';
export { partition, partitionByTable, partitionByWideTable, addToMargins, iota } from './training/rows';
export { orderKeys, radixSort, binKeys } from './training/binning';
