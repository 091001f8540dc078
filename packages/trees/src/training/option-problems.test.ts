import { expect, it } from 'vitest';
import { optionProblems } from './option-problems.ts';

it('says of every option what is wrong with it', () => {
  const options = {
    nThreads: 0,
    earlyStoppingRounds: null,
    evalMetric: 'ap',
    kernels: 'gpu',
    onIteration: 3,
    signal: { aborted: false },
  };
  expect(optionProblems(options)).toEqual([
    'nThreads must be an integer in [1, 64], got 0',
    'earlyStoppingRounds must be an integer in [1, 2147483647], got null',
    'evalMetric must be one of logloss, auc, aucpr, average_precision, got "ap"',
    'kernels must be auto, wasm or js, got "gpu"',
    'onIteration must be a function, got 3',
    'signal must be an AbortSignal, got an object of Object',
  ]);
});

it('takes what is right, and options that were not given', () => {
  const options = { nThreads: 64, evalMetric: 'ap', kernels: 'js', onIteration: () => {}, signal: AbortSignal.abort() };
  expect(optionProblems(options, ['ap'])).toEqual([]);
  expect(optionProblems({ nThreads: undefined, signal: undefined, kernels: undefined })).toEqual([]);
});
