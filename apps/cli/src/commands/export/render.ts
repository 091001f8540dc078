import { countText, metricText } from '@fraudx/core';
import { operand } from '../../output/operand.ts';
import { facts } from '../../output/table.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

interface ExportReport {
  readonly format: 'xgboost' | 'lightgbm';
  readonly run_id: string;
  readonly algorithm: string;
  readonly features: readonly string[];
  readonly score: string;
  readonly threshold: number;
  readonly bytes: number;
  readonly output: string;
  readonly features_file: string;
}

const loading: Readonly<Record<ExportReport['format'], (file: string) => string>> = {
  xgboost: (file) => `xgboost.Booster(model_file=${JSON.stringify(file)})`,
  lightgbm: (file) => `lightgbm.Booster(model_file=${JSON.stringify(file)})`,
};

/** What `fraudx export` prints for people. */
export function renderExport(report: ExportReport): Lines {
  const { features } = report;
  const shown = features.slice(0, 8).join(', ');
  const more = features.length > 8 ? ` and ${countText(features.length - 8)} more` : '';
  return lines(
    facts([
      ['model', `${report.algorithm} of ${report.run_id}`],
      ['features', `${shown}${more}, after the transforms of fraudx, in this order`],
      ['predicts', `${report.score}; fraud at ${metricText(report.threshold)} and above`],
      ['load with', loading[report.format](report.output)],
      ['codes', `features, their columns and categories: ${report.features_file}`],
      ['raw rows', `fraudx predict ${operand(report.run_id)} --data rows.csv --matrix features.csv makes the features`],
    ]),
    report.output,
  );
}
