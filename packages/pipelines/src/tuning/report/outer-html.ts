import { countText } from '@fraudx/core';
import type { Cell } from '@fraudx/plots';
import { listHtml, sectionHtml, tableHtml } from '@fraudx/plots';
import type { OuterEstimate } from '../outer/outer-estimate.ts';
import { outerJson, outerTexts } from '../outer/outer-json.ts';
import { valueText } from './study-texts.ts';

/** What nested folds say of a search, with a row for each fold; nothing where there is no estimate. */
export function outerHtml(outer: OuterEstimate | undefined): string[] {
  if (outer === undefined) return [];
  const [value, gain] = outerTexts(outerJson(outer));
  const names = [...new Set(outer.folds.flatMap(({ params }) => Object.keys(params)))];
  const number = (text: string): Cell => ({ text, kind: 'number' });
  const rows = outer.folds.map((fold, k) => [
    number(String(k + 1)),
    number(countText(fold.rows)),
    number(countText(fold.frauds)),
    number(valueText(fold.value)),
    number(valueText(fold.defaults)),
    number(valueText(fold.validation)),
    ...names.map((name): Cell => {
      const chosen = fold.params[name];
      return typeof chosen === 'number' ? number(valueText(chosen)) : { text: String(chosen ?? '–') };
    }),
  ]);
  const heads = ['fold', 'rows', 'frauds', outer.metric, 'defaults', 'validation', ...names];
  return [
    sectionHtml(
      'The search on rows that it has not seen',
      `${listHtml([`The search reaches ${value}.`, `It gains ${gain}.`])}<div class="trials">${tableHtml(heads, rows)}</div>`,
    ),
  ];
}
