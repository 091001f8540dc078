import * as fc from 'fast-check';
import { endStatuses } from '../run-operation.ts';
import type { RunOperation } from '../run-operation.ts';
import type { MetricPoint, NewRun, ParamValue } from '../run-record.ts';
import { runKinds } from '../run-record.ts';

const names = ['a', 'b', 'log loss', 'x.y', '__proto__', 'Ärger'] as const;
const name = fc.constantFrom(...names);
const texts = fc.constantFrom('', 'x', 'X', '6', '6.0', '-1e3', 'true', 'abc', 'a%c', 'Zebra', 'ä', '𝔸', '￿');
const numbers = fc.oneof(fc.constantFrom(0, 1, 6, -1, 0.5, 1e-300, 1e300), fc.integer({ min: -9, max: 9 }));
const params = fc.oneof<fc.Arbitrary<ParamValue>[]>(texts, numbers, fc.boolean());
const values = fc.oneof(numbers, fc.constantFrom(Number.NaN, Infinity, -Infinity));

/** A batch of points of few names and steps, so that they meet. */
export const metricBatch: fc.Arbitrary<MetricPoint[]> = fc.array(
  fc.record({ name, value: values, step: fc.nat(3), timestamp: fc.nat(5) }, { noNullPrototype: true }),
  { maxLength: 12 },
);

/** A run with everything that a query can look at. */
export interface RunPlan {
  readonly run: Omit<NewRun, 'runId'>;
  readonly metrics: readonly MetricPoint[];
  readonly end: 'finished' | 'failed' | 'interrupted' | undefined;
}

export const runPlan: fc.Arbitrary<RunPlan> = fc.record({
  run: fc
    .record(
      {
        experiment: fc.constantFrom('e1', 'e2'),
        kind: fc.constantFrom(...runKinds),
        startedAt: fc.nat(5),
        name: texts.filter((text) => text !== ''),
        params: fc.dictionary(name, params, { maxKeys: 4, noNullPrototype: true }),
        tags: fc.dictionary(name, texts, { maxKeys: 4, noNullPrototype: true }),
      },
      { requiredKeys: ['experiment', 'kind', 'startedAt'], noNullPrototype: true },
    )
    .map((run) => ({ ...run, lineage: { versions: {}, commandLine: [], config: null } })),
  metrics: metricBatch,
  end: fc.constantFrom('finished', 'failed', 'interrupted', undefined),
});

const runIds = ['run-1', 'run-2'] as const;
const paramMap = fc.dictionary(name, params, { maxKeys: 2, noNullPrototype: true });
const tagMap = fc.dictionary(name, texts, { maxKeys: 3, noNullPrototype: true });
const eventName = fc.constantFrom(...names.slice(0, 3));

function on<Part extends object>(parts: {
  [Key in keyof Part]: fc.Arbitrary<Part[Key]>;
}): fc.Arbitrary<Part & { formatVersion: 1; runId: string }> {
  const base = { formatVersion: fc.constant(1 as const), runId: fc.constantFrom(...runIds) };
  return fc.record({ ...base, ...parts }, { noNullPrototype: true }) as unknown as fc.Arbitrary<
    Part & { formatVersion: 1; runId: string }
  >;
}

const attempt = fc.nat(2);
const operation: fc.Arbitrary<RunOperation> = fc.oneof(
  on({ op: fc.constant('log-params' as const), params: paramMap }),
  on({ op: fc.constant('log-metrics' as const), points: metricBatch }),
  on({ op: fc.constant('set-tags' as const), tags: tagMap }),
  on({
    op: fc.constant('log-event' as const),
    event: fc.record(
      { eventId: fc.constantFrom('e1', 'e2', 'e3'), name: eventName, timestamp: fc.nat(3) },
      { noNullPrototype: true },
    ),
  }),
  on({
    op: fc.constant('add-artifact' as const),
    artifact: fc.record(
      { name, path: name, sha256: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)), bytes: fc.nat(3) },
      { noNullPrototype: true },
    ),
  }),
  on({ op: fc.constant('rename-run' as const), name }),
  on({
    op: fc.constant('end-run' as const),
    attempt,
    status: fc.constantFrom(...endStatuses),
    endedAt: fc.nat(9),
    error: texts,
  }),
  on({
    op: fc.constant('resume-run' as const),
    attempt: fc.integer({ min: 1, max: 2 }),
    claim: fc.constantFrom('a', 'b'),
  }),
);

/** The history of two runs: first they are created, then anything happens to them, also what is refused. */
export const runOperations: fc.Arbitrary<RunOperation[]> = fc
  .tuple(paramMap, tagMap, fc.array(operation, { maxLength: 25 }))
  .map(([runParams, tags, rest]) => {
    const lineage = { versions: {}, commandLine: [], config: null };
    const runs = runIds.map((runId): NewRun => {
      return { runId, experiment: 'e', kind: 'train', startedAt: 1, params: runParams, tags, lineage };
    });
    const created = runs.map((run): RunOperation => ({ formatVersion: 1, op: 'create-run', run }));
    return [...created, ...rest];
  });

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '""')}"`;
const field = name.map((text) => quote(text));
const number = numbers.map(String);
const quoted = texts.map(quote);
const operator = fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '==', '<>');
const textTarget = fc.oneof(
  field.map((text) => `params.${text}`),
  field.map((text) => `tags.${text}`),
  fc.constantFrom('name', 'experiment', 'run_id', 'parent_run_id', 'error'),
);
const scalarTarget = fc.oneof(
  field.map((text) => `params.${text}`),
  field.map((text) => `tags.${text}`),
);
const timeTarget = fc.constantFrom('started_at', 'ended_at');
const numberTarget = fc.oneof(
  field.map((text) => `metrics.${text}`),
  timeTarget,
);
const anyTarget = fc.oneof(textTarget, numberTarget, fc.constantFrom('kind', 'status'));
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(' '));
const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);

const condition = fc.oneof(
  join(numberTarget, operator, number),
  join(scalarTarget, operator, number),
  join(scalarTarget, fc.constantFrom('=', '!='), fc.constantFrom('true', 'false')),
  join(textTarget, operator, quoted),
  join(scalarTarget, fc.constantFrom('in', 'not in'), list(fc.oneof(quoted, number, fc.constant('true')))),
  join(numberTarget, fc.constantFrom('in', 'not in'), list(number)),
  join(textTarget, fc.constantFrom('like', 'not like'), fc.constantFrom('"%"', '"x"', '"_"', '"A%"', '"%c"', '"6._"')),
  join(anyTarget, fc.constantFrom('is null', 'is not null')),
  join(fc.constant('status'), fc.constantFrom('=', '!='), fc.constantFrom('"running"', '"failed"', '"stale"')),
  join(fc.constant('kind'), fc.constantFrom('=', '!='), fc.constantFrom('"train"', '"trial"')),
);

/** Text in the query language. */
export const queryText: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or', 'AND'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((inner) => `not (${inner})`),
    tie('filter').map((inner) => `(${inner})`),
  ),
})).filter;

/** Text of an order. */
export const orderText: fc.Arbitrary<string> = fc
  .array(fc.tuple(anyTarget, fc.constantFrom('', ' asc', ' desc')), { minLength: 1, maxLength: 3 })
  .map((keys) => keys.map((key) => key.join('')).join(', '));
