import * as fc from 'fast-check';
import type { Dimension, SearchSpace } from '../space/search-space.ts';

const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean());
// Adding 0 turns -0, which JSON does not know, into 0.
const bound = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);

const categorical: fc.Arbitrary<Dimension> = fc
  .uniqueArray(scalars, { minLength: 1, maxLength: 4, comparator: 'SameValueZero' })
  .map((values) => ({ type: 'categorical', values }));
const fixed: fc.Arbitrary<Dimension> = scalars.map((value) => ({ type: 'fixed', value }));
const int: fc.Arbitrary<Dimension> = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(6), fc.integer({ min: 1, max: 4 }))
  .map(([low, width, step]) => ({ type: 'int', low, high: low + width, log: false, step }));
const stepped: fc.Arbitrary<Dimension> = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(6), fc.constantFrom(0.1, 0.25, 1))
  .map(([low, width, step]) => ({ type: 'float', low: low / 10, high: low / 10 + width / 10, log: false, step }));
const float: fc.Arbitrary<Dimension> = fc
  .tuple(bound, bound)
  .map(([a, b]) => ({ type: 'float', low: Math.min(a, b), high: Math.max(a, b), log: false }));
const logFloat: fc.Arbitrary<Dimension> = fc
  .tuple(fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.double({ min: 1, max: 1e9, noNaN: true }))
  .map(([low, high]) => ({ type: 'float', low, high, log: true }));
const logInt: fc.Arbitrary<Dimension> = fc
  .tuple(fc.integer({ min: 1, max: 100 }), fc.nat(1e6))
  .map(([low, width]) => ({ type: 'int', low, high: low + width, log: true, step: 1 }));

const name = fc.constantFrom('max_depth', 'eta', 'subsample', 'lambda', '__proto__', '1');

/** A space whose dimensions are all finite, with at most a few thousand points. */
export const finiteSpace: fc.Arbitrary<SearchSpace> = fc.dictionary(name, fc.oneof(categorical, fixed, int, stepped), {
  minKeys: 1,
  maxKeys: 4,
  noNullPrototype: true,
});

/** Any space. */
export const anySpace: fc.Arbitrary<SearchSpace> = fc.dictionary(
  name,
  fc.oneof(categorical, fixed, int, stepped, float, logFloat, logInt),
  { minKeys: 1, maxKeys: 5, noNullPrototype: true },
);

/** A finite space in which a hyperparameter may have a value only with some values of lists above it. */
export const conditionalSpace: fc.Arbitrary<SearchSpace> = fc
  .tuple(
    fc.array(fc.oneof(categorical, int, stepped), { minLength: 2, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 5, maxLength: 5 }),
  )
  .map(([dimensions, choices]) => {
    const entries: [string, Dimension][] = [];
    for (const [i, dimension] of dimensions.entries()) {
      const [which, value, isConditional] = choices[i]!;
      const lists = entries.filter(([, { type }]) => type === 'categorical');
      const [parent, list] = lists[which % Math.max(1, lists.length)] ?? [];
      const isList = isConditional && parent !== undefined && list?.type === 'categorical';
      const values = isList ? list.values.slice(0, 1 + (value % list.values.length)) : [];
      entries.push([`p${i}`, isList ? { ...dimension, when: { [parent]: values } } : dimension]);
    }
    return Object.fromEntries(entries);
  });
