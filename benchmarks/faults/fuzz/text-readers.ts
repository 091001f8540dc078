/** Readers of texts that people write: settings, queries, gates, addresses. */
import { dataAddress, withoutSecrets } from '@fraudx/core';
import { parseConfig, parseYaml } from '@fraudx/pipelines/config';
import { parseGate } from '@fraudx/evaluation';
import { parseHyperparameter, readProductionConfig, renderProductionConfig } from '@fraudx/promotion';
import { parseRunQuery } from '@fraudx/tracking';
import { parseSearchSpace } from '@fraudx/tuning';
import { parseRedisAddress } from '../../../packages/data/src/sources/connect-redis.ts';
import type { Reader } from './reader.ts';
import { ofText } from './reader.ts';

const yaml = `data: d.csv\ntarget: fraud\ndrop: [id, time]\nsplit:\n  strategy: time\n  test: 0.2\nparams: { eta: 0.1, max_depth: 3 }\ntuning:\n  space:\n    eta: [0.1, 0.3]\n    max_depth: { type: int, low: 2, high: 9 }\nevaluation:\n  gates: ["recall >= 0.5"]\nvalidation:\n  amount: { min: 0, max: 1000 }\npromotion: { target: aws, configBucket: b, parameterPrefix: /a/b }\n`;

const productionConfig = renderProductionConfig({
  format_version: 1,
  algorithm: 'xgboost',
  hyperparameters: { eta: 0.1, max_depth: 3, tree_method: 'hist', nan: true },
  performance: { recall: 0.8, ks: null },
  tested_date: '2026-01-01',
  approved_by: 'Ada',
  experiment: 'e',
  run_id: 'run-1',
  promotion_id: 'promotion-000001',
  parameter_prefix: '/fraud-detection/hyperparameters',
  decision: { threshold: 0.4, strategy: 'best-f1' },
});

/** Readers of texts. */
export const textReaders: readonly Reader[] = [
  ofText('fraudx.yaml', [yaml], async (text) => {
    const { value, lineOf } = await parseYaml(text, 'fraudx.yaml');
    const { tuning, evaluation } = parseConfig(value, 'fraudx.yaml', lineOf);
    if (tuning?.space !== undefined) parseSearchSpace(tuning.space);
    for (const gate of evaluation?.gates ?? []) parseGate(gate);
  }),
  ofText('production-model-config.yaml', [productionConfig], (text) => readProductionConfig(text)),
  ofText('parameters of the store', ['0.1', '12', 'true', 'auto'], (text) => {
    parseHyperparameter(text);
    parseHyperparameter(text, { name: 'x', type: 'float', choices: ['auto', '12', 'true'] });
  }),
  ofText('gates', ['delta_average_precision vs champion: lower bound > -0.01', 'accuracy > majority_rate'], (text) =>
    parseGate(text),
  ),
  ofText(
    'runs filter',
    [
      'metrics.roc_auc > 0.5 and (params.eta = "0.1" or tags.model = "saved")',
      'not (status = "failed") and started_at >= 5',
    ],
    (text) => parseRunQuery({ where: text }),
  ),
  ofText('runs sort', ['metrics.validation_average_precision desc', 'started_at asc'], (text) =>
    parseRunQuery({ orderBy: text }),
  ),
  ofText(
    'Redis addresses',
    ['redis://me:hunter2@host:6379/0', 'rediss://:hunter2@host/3', 'redis://h?match=a@b'],
    (text) => {
      withoutSecrets(text);
      if (/^rediss?:/i.test(dataAddress('/a', text))) parseRedisAddress(text.split('?')[0]!);
    },
  ),
];
