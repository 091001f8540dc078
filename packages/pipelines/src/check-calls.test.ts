import { FraudxError } from '@fraudx/core';
import { expect, it } from 'vitest';
import {
  evaluateRun,
  Experiment,
  InferencePipeline,
  judgeRun,
  loadDataset,
  readData,
  resolveConfig,
  TrainingPipeline,
  TuningPipeline,
} from './index.ts';

// As scripts without a compiler call it.
const wrong = (value: unknown): never => value as never;
const settings = resolveConfig({ data: 'x.csv', target: 'fraud' }, { folder: '/tmp' });
const experiment = new Experiment(settings, wrong({ workspace: {} }));
const io = { progress: () => undefined, signal: new AbortController().signal };

const calls: readonly (readonly [string, () => unknown, string])[] = [
  ['Experiment without settings', () => new Experiment(wrong(undefined), wrong({})), 'experiment: settings must be'],
  [
    'Experiment of a config',
    () => new Experiment(wrong({ target: 'a' }), wrong({})),
    'settings.config must be an object',
  ],
  ['Experiment without deps', () => new Experiment(settings, wrong(undefined)), 'experiment: deps must be an object'],
  [
    'Experiment without workspace',
    () => new Experiment(settings, wrong({})),
    'experiment: deps.workspace must be an object',
  ],
  ['train(null)', () => experiment.train(wrong(null)), 'TrainingPipeline: options must be an object, got null'],
  ['tune("x")', () => experiment.tune(wrong('x')), 'TuningPipeline: options must be an object, got "x"'],
  [
    'tune({ resume: 3 })',
    () => experiment.tune(wrong({ resume: 3 })),
    'options.resume must be a text that is not empty, got 3',
  ],
  ['evaluate(3)', () => experiment.evaluate(wrong(3)), 'evaluate: options.run must be a text'],
  [
    'evaluate with a number',
    () => experiment.evaluate('r', wrong({ threshold: 0.5 })),
    'options.threshold must be a text',
  ],
  [
    'evaluate with one gate',
    () => experiment.evaluate('r', wrong({ gates: 'a>1' })),
    'options.gates must be a list of texts',
  ],
  [
    'evaluate(undefined, null)',
    () => experiment.evaluate(undefined, wrong(null)),
    'evaluate: options must be an object, got null',
  ],
  [
    'promote(undefined, {})',
    () => experiment.promote(undefined, wrong({})),
    'promote: options.approvedBy must be a text that is not empty, got undefined',
  ],
  [
    'promote()',
    () => experiment.promote(undefined, wrong(undefined)),
    'promote: options must be an object, got undefined',
  ],
  [
    'predict({})',
    () => experiment.predict(wrong({})),
    'predict: input.data must be a text that is not empty, got undefined',
  ],
  ['predict("x.csv")', () => experiment.predict(wrong('x.csv')), 'predict: input must be an object, got "x.csv"'],
  [
    'predict with -1 reasons',
    () => experiment.predict({ data: 'x.csv', reasons: -1 }),
    'predict: input.reasons must be',
  ],
  [
    'predict with a share of 2',
    () => experiment.predict({ data: 'x.csv', threshold: 2 }),
    'input.threshold must be a number in [0, 1]',
  ],
  ['predict of run 5', () => experiment.predict({ data: 'x.csv' }, wrong(5)), 'predict: run must be a text'],
  [
    'InferencePipeline of nothing',
    () => new InferencePipeline(wrong(undefined), settings),
    'InferencePipeline: saved must be an object',
  ],
  [
    'TrainingPipeline without deps',
    () => new TrainingPipeline(settings).execute(wrong(undefined)),
    'TrainingPipeline: deps must be',
  ],
  [
    'TuningPipeline without deps',
    () => new TuningPipeline(settings).execute(wrong({})),
    'deps.openWorkspace must be a function',
  ],
  ['evaluateRun without deps', () => evaluateRun(settings, {}, wrong(undefined)), 'evaluate: deps must be an object'],
  [
    'judgeRun without options',
    () => judgeRun(settings, wrong(undefined), wrong({})),
    'promote: options must be an object',
  ],
  [
    'loadDataset of a file name',
    () => loadDataset(wrong('x.csv'), io),
    'loadDataset: settings must be an object, got "x.csv"',
  ],
  ['loadDataset without io', () => loadDataset(settings, wrong(undefined)), 'loadDataset: io must be an object'],
  ['readData of nothing', () => readData(wrong(undefined), settings, wrong({})), 'readData: data must be a text'],
  [
    'resolveConfig without a folder',
    () => resolveConfig({}, wrong(undefined)),
    'resolveConfig: base must be an object',
  ],
];

it.each(calls)('refuses %s with a sentence', async (_, call, message) => {
  const error: unknown = await Promise.resolve()
    .then(call)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FraudxError);
  expect((error as Error).message).toContain(message);
});
