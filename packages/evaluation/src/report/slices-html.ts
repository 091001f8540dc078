import { escapeHtml, numberCell, percentText, tableHtml } from '@fraudx/plots';
import type { Cell } from '@fraudx/plots';
import { sliceComparison } from '../slices/slice-metrics.ts';
import type { Slice } from '../slices/slice-metrics.ts';

const shown = 25;

function shareCell(value: number | null): Cell {
  return { text: percentText(value), kind: 'number' };
}

function verdictCell({ verdict, because }: Slice): Cell {
  const text = because === '' ? verdict : `${verdict}: ${because}`;
  return verdict === 'worse' ? { text, kind: 'no' } : { text };
}

/** Slices, the worst first, each beside what rows of equal risk lead to expect. */
export function slicesHtml(slices: readonly Slice[]): string {
  const table = tableHtml(
    [
      'slice',
      'verdict',
      'rows',
      'fraud',
      'recall',
      'expected',
      'false-positive rate',
      'expected',
      'precision',
      'ROC AUC',
    ],
    slices
      .slice(0, shown)
      .map((slice): Cell[] => [
        { text: `${slice.column} = ${slice.value}` },
        verdictCell(slice),
        numberCell(slice.n),
        numberCell(slice.positives),
        shareCell(slice.recall.value),
        shareCell(slice.atEqualRisk.recall),
        shareCell(slice.falsePositiveRate.value),
        shareCell(slice.atEqualRisk.falsePositiveRate),
        shareCell(slice.precision.value),
        { text: slice.rocAuc.value === null ? '–' : slice.rocAuc.value.toFixed(3), kind: 'number' },
      ]),
  );
  const left = slices.length - shown;
  const more = left > 0 ? `<p class="muted">${left} more slices are not shown.</p>` : '';
  return `<p class="muted">${escapeHtml(sliceComparison)}</p>
<p class="muted">“Expected” is the share for rows of equal risk. “Worse” is more than chance explains, all slices considered: scores are too low or too high there. “Harder” means that the scores separate fraud less well there than elsewhere, although they are calibrated.</p><div class="slices">${table}</div>${more}`;
}
