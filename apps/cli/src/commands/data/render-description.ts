import type { ColumnDescription, DataDescription } from '@fraudx/data';
import { countText, percentText } from '@fraudx/core';
import { bold } from '../../output/style.ts';
import { warningLines } from '../../output/warnings.ts';
import { wrap } from '../../output/wrap.ts';
import { facts, table } from '../../output/table.ts';
import { valuesHeading, valuesText } from '@fraudx/pipelines';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

const headings = ['column', 'kind', 'missing', 'distinct', valuesHeading];
/** Fewer characters of the values say too little. */
const leastRoom = 12;

/** The columns as a table whose last cells are cut to the width of the terminal. */
function columnTable(columns: readonly ColumnDescription[], width: number): Lines {
  const rows = columns.map((column) => [
    column.name,
    column.kind,
    column.missing === 0 ? '' : percentText(column.missingRate),
    countText(column.distinct),
    valuesText(column),
  ]);
  const used = headings
    .slice(0, -1)
    .reduce(
      (sum, heading, j) => rows.reduce((most, row) => Math.max(most, row[j]!.length), heading.length) + sum + 2,
      0,
    );
  const room = Math.max(leastRoom, width - used);
  const cut = (cell: string): string => (cell.length > room ? `${cell.slice(0, room - 1)}…` : cell);
  return table(
    headings.map(cut),
    rows.map((row) => row.map((cell, j) => (j === headings.length - 1 ? cut(cell) : cell))),
    width,
  );
}

/** Which columns a text shows, and what it says below them. */
export interface ShownColumns {
  readonly columns: readonly ColumnDescription[];
  readonly note: string;
}

/**
 * What `fraudx data describe` prints for people.
 *
 * @param shown - Default: all columns.
 */
export function renderDescription(
  path: string,
  fingerprint: string,
  description: DataDescription,
  width: number,
  warnings: readonly string[],
  shown?: ShownColumns,
): Lines {
  const { target } = description;
  const zone = description.columns.find(({ timeZone }) => timeZone !== undefined)?.timeZone;
  return lines(
    bold(path),
    facts([
      ['rows', countText(description.rows)],
      ['columns', String(description.columns.length)],
      ['fingerprint', fingerprint],
      ...(zone === undefined ? [] : [['times in', zone] as [string, string]]),
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
    columnTable(shown?.columns ?? description.columns, width),
    ...(shown === undefined ? [] : [wrap(shown.note, width, 0)]),
    ...(warnings.length === 0 ? [] : ['', ...warningLines(warnings)]),
  );
}
