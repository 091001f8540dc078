import type { AlgorithmName, ParamDefinition } from '@fraudx/models';
import { paramSchema, parseParams } from '@fraudx/models';
import {
  findHyperparameterProblems,
  parseHyperparameter,
  ProductionIntegrator,
  readProductionConfig,
} from '@fraudx/promotion';
import { createInMemoryProduction, sampleRequest } from '@fraudx/promotion/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameterRules } from './parameter-rules.ts';

const algorithms: readonly AlgorithmName[] = ['xgboost', 'lightgbm', 'random-forest'];
const prefix = '/fraud-detection/hyperparameters';

type Value = string | number | boolean;

/** Numbers as people and tuners give them: bounds, small and large ones, any float between. */
function numbers({ type, low, high }: ParamDefinition): fc.Arbitrary<number> {
  const from = low ?? -1000;
  const to = Math.min(high ?? 1e9, Number.MAX_SAFE_INTEGER);
  const edges = fc.constantFrom(...[from, to, 1e-7, 1e-12, 0.1, 1, 2, 1e6].filter((x) => x >= from && x <= to));
  if (type === 'int') return fc.oneof(edges, fc.integer({ min: Math.ceil(from), max: Math.floor(to) }));
  return fc.oneof(edges, fc.double({ min: from, max: to, noNaN: true, noDefaultInfinity: true }));
}

/** Values of one parameter, as numbers and words or as texts of a command line; not all of them train. */
function values(param: ParamDefinition): fc.Arbitrary<Value> {
  const words = param.choices === undefined ? [] : [fc.constantFrom(...param.choices)];
  const typed = (): fc.Arbitrary<Value> => {
    if (param.form === 'monotone') return fc.constantFrom('(1,-1)', '(0)', '{"a":1,"b c":-1}');
    if (param.type === 'boolean') return fc.boolean();
    return param.type === 'categorical' ? words[0]! : fc.oneof(...words, numbers(param));
  };
  return fc.tuple(typed(), fc.boolean()).map(([value, asText]) => (asText ? String(value) : value));
}

/** What training makes of them; undefined when it refuses. */
function trained(
  algorithm: AlgorithmName,
  given: Readonly<Record<string, Value | undefined>>,
): Record<string, Value> | undefined {
  try {
    return parseParams(algorithm, given);
  } catch {
    return undefined;
  }
}

async function expectPromotable(algorithm: AlgorithmName, params: Record<string, Value>): Promise<void> {
  const rules = parameterRules(algorithm);
  expect(findHyperparameterProblems(algorithm, params, rules.parameterSchema, rules.parameterCheck)).toEqual([]);
  const production = createInMemoryProduction();
  const request = sampleRequest({ algorithm, hyperparameters: params, trigger: false, ...rules });
  const report = await new ProductionIntegrator({ ...production }).promoteToProduction(request);
  expect(report.decision).toBe('promoted');
  const byName = new Map(rules.parameterSchema.map((rule) => [rule.name, rule]));
  const stored = await production.parameters.list(prefix);
  const back = stored.map(({ name, value }) => {
    const short = name.slice(prefix.length + 1);
    return [short, parseHyperparameter(value, byName.get(short))];
  });
  expect(Object.fromEntries(back)).toEqual(params);
  expect(trained(algorithm, Object.fromEntries(back) as Record<string, Value>)).toEqual(params);
  const config = await production.objects.get('production-model-config.yaml');
  expect(readProductionConfig(new TextDecoder().decode(config!.body)).hyperparameters).toEqual(params);
}

describe.each(algorithms)('whatever trains with %s can be promoted', (algorithm) => {
  const { params } = paramSchema(algorithm);

  it.each(params.map((param) => param.name))(
    '%s, and reads back from parameters and config as trained',
    async (name) => {
      const param = params.find((one) => one.name === name)!;
      let kept = 0;
      await fc.assert(
        fc.asyncProperty(values(param), async (value) => {
          const made = trained(algorithm, { [name]: value });
          if (made === undefined) return;
          kept += 1;
          await expectPromotable(algorithm, made);
        }),
        { numRuns: 15 },
      );
      for (const choice of param.choices ?? []) {
        const made = trained(algorithm, { [name]: choice });
        if (made === undefined) continue;
        kept += 1;
        await expectPromotable(algorithm, made);
      }
      // a parameter that only trains beside another one, such as max_leaves, is covered by the sets below
      if (!['max_leaves'].includes(name)) expect(kept).toBeGreaterThan(0);
    },
  );

  it('sets of several parameters', async () => {
    // Of many parameters at once hardly any set trains.
    const sets = fc
      .subarray([...params], { minLength: 2, maxLength: 5 })
      .chain((some) => fc.record(Object.fromEntries(some.map((param) => [param.name, values(param)]))));
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(sets, async (given) => {
        const made = trained(algorithm, given);
        if (made === undefined) return;
        kept += 1;
        await expectPromotable(algorithm, made);
      }),
      { numRuns: 150 },
    );
    expect(kept).toBeGreaterThan(5);
  });
});

describe('a set that does not train', () => {
  it('is not promoted either, with the words of training', () => {
    const rules = parameterRules('lightgbm');
    const given = { data_sample_strategy: 'goss', top_rate: 0.9, other_rate: 0.9 };
    const [problem] = findHyperparameterProblems('lightgbm', given, rules.parameterSchema, rules.parameterCheck);
    expect(problem?.message).toBe('top_rate + other_rate must be at most 1, got 0.9 + 0.9');
  });
});
