import type { ColumnDescription, DataDescription } from '@fraudx/data';
import { countText, percentText, timeText } from '../../output/numbers.ts';
import { bold } from '../../output/style.ts';
import { warningLines } from '../../output/warnings.ts';
import { facts, table } from '../../output/table.ts';

function number(value: number | undefined, kind: ColumnDescription['kind']): string {
  if (value === undefined) return '';
  if (kind === 'timestamp') return timeText(value);
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(5)));
}

function values(column: ColumnDescription): string {
  if (column.categories === undefined) return '';
  const shown = column.categories.slice(0, 3).map((item) => `${item.value} (${countText(item.count)})`);
  return `${shown.join(', ')}${column.distinct > shown.length ? ', …' : ''}`;
}

/** What `fraudx data describe` prints for people. */
export function renderDescription(
  path: string,
  sha256: string,
  description: DataDescription,
  width: number,
  warnings: readonly string[],
): string {
  const { target } = description;
  const rows = description.columns.map((column) => [
    column.name,
    column.kind,
    column.missing === 0 ? '' : percentText(column.missingRate),
    countText(column.distinct),
    number(column.min, column.kind),
    number(column.quantiles?.p50, column.kind),
    number(column.max, column.kind),
    values(column),
  ]);
  return [
    bold(path),
    facts([
      ['rows', countText(description.rows)],
      ['columns', String(description.columns.length)],
      ['sha256', sha256],
      ...(target === undefined
        ? []
        : [
            [
              target.name,
              `${countText(target.positives)} fraud, ${countText(target.negatives)} genuine (${percentText(target.positiveRate)} fraud)${target.unlabelled === 0 ? '' : `, ${countText(target.unlabelled)} without a label`}`,
            ] as [string, string],
          ]),
    ]),
    '',
    table(['column', 'kind', 'missing', 'distinct', 'min', 'median', 'max', 'most frequent'], rows, width),
    ...(warnings.length === 0 ? [] : ['', ...warningLines(warnings)]),
  ].join('\n');
}
