import { beeswarmSpec, importanceSpec, numberCell, numberText, pictureHtml, tableHtml } from '@fraudx/plots';
import type { Cell } from '@fraudx/plots';
import type { ShapSummary } from '../explain/shap-summary.ts';

function directionText(direction: number | null): string {
  if (direction === null) return 'categories, or no variation';
  if (Math.abs(direction) < 0.4) return 'depends on other features, or goes up and down';
  return direction > 0 ? 'high values raise the score' : 'high values lower the score';
}

/** A summary, and what its rows are, e.g. `1,000 test rows, 60 of them fraud`. */
export type ReportedShap = ShapSummary & { readonly sample?: string };

/** SHAP values over many rows: what moves scores, by how much, and in which direction. */
export async function shapHtml({ unit, nRows, features, sample }: ReportedShap): Promise<string> {
  const of = unit === 'log-odds' ? 'log-odds of fraud' : 'score';
  const bar = importanceSpec({
    title: 'SHAP: how much each feature moves the score',
    subtitle: `mean over ${sample ?? `${numberText(nRows)} test rows`}`,
    xTitle: `Mean |SHAP value|, ${unit}`,
    features: features.map(({ feature, meanAbsolute }) => ({ feature, value: meanAbsolute })),
  });
  const swarm = beeswarmSpec({
    title: 'SHAP: effect of single values',
    subtitle: 'one dot per row; right raises the score, left lowers it; rings: missing, or a category',
    xTitle: `SHAP value: added to the ${of}`,
    features,
  });
  const table = tableHtml(
    ['feature', 'mean |SHAP value|', 'direction'],
    features.map((one): Cell[] => [
      { text: one.feature },
      numberCell(one.meanAbsolute),
      { text: directionText(one.direction) },
    ]),
  );
  return `<p class="muted">SHAP values split each score exactly into what each feature adds to the mean of the training rows, ${unit === 'log-odds' ? 'in log-odds of fraud' : 'in units of the score'}.</p>
<div class="pictures"><div class="wide">${await pictureHtml(swarm, 'SHAP values of single rows by feature, coloured by the value of the feature')}</div>
<div class="wide">${await pictureHtml(bar, 'Mean absolute SHAP value by feature')}</div></div>${table}`;
}
