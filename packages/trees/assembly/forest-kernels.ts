// The kernels of random forests in AssemblyScript; see ../src/forest/forest-kernels.ts for what each does and how memory is laid
// out. Every kernel gives the same bits as its twin in ../src/forest/js-forest-kernels.ts: exact sums of whole numbers, float64
// operations in the same order. No heap, no static data.

export { drawSample } from './forest/draw-sample';
export { growTree } from './forest/grow-tree';
