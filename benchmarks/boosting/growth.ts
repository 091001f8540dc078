import type { Work } from './measure.ts';
import { measureOurs, median, withData } from './measure.ts';

/** How the cost of one kind of fit grows when one side of the data does. */
export interface GrowthRow {
  readonly work: string;
  readonly sizes: readonly number[];
  readonly ms: readonly number[];
  /** Slope of log time over log size, by least squares: 1 is linear. */
  readonly exponent: number;
}

const REPEATS = 3;
const BY_ROWS = [20_000, 80_000, 320_000, 1_000_000].map((rows) => ({ rows, columns: 30 }));
const BY_COLUMNS = [30, 100, 300].map((columns) => ({ rows: 50_000, columns }));
const KINDS: readonly { readonly work: Work; readonly name: string }[] = [
  { work: 'fit', name: 'boosting, depth 6, 100 trees' },
  { work: 'forest', name: 'forest of 100 fully grown trees' },
];

function slope(sizes: readonly number[], ms: readonly number[]): number {
  const x = sizes.map(Math.log);
  const y = ms.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const above = x.reduce((sum, v, i) => sum + (v - mx) * (y[i]! - my), 0);
  return above / x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
}

/** Times of ours alone, on 2 threads, for growing numbers of rows and of features. */
export function runGrowth(): GrowthRow[] {
  const sides = [
    { name: 'rows, 30 features', shapes: BY_ROWS, sizes: BY_ROWS.map((shape) => shape.rows) },
    { name: 'features, 50 000 rows', shapes: BY_COLUMNS, sizes: BY_COLUMNS.map((shape) => shape.columns) },
  ];
  return KINDS.flatMap(({ work, name }) =>
    sides.map((side) => {
      const ms = side.shapes.map((shape) =>
        withData(shape.rows, shape.columns, (folder) => {
          const run = { ...shape, threads: 2, kernels: 'auto', work } as const;
          return median(Array.from({ length: REPEATS }, () => measureOurs(folder, run)));
        }),
      );
      const row = { work: `${name}, by ${side.name}`, sizes: side.sizes, ms, exponent: slope(side.sizes, ms) };
      console.log(`${row.work}: ${ms.map((t) => t.toFixed(0)).join(', ')} ms, exponent ${row.exponent.toFixed(2)}`);
      return row;
    }),
  );
}
