import { escapeHtml } from '@fraudx/plots';

/** A cell: text, or a number to be set right-aligned. */
export interface Cell {
  readonly text: string;
  readonly kind?: 'number' | 'yes' | 'no';
}

/** A number for people: four significant digits, thousands apart; a dash for what is undefined. */
export function numberText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (Math.abs(value) < 1e-12) return '0';
  const digits = Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  return new Intl.NumberFormat('en', digits).format(value);
}

/** A share as a percentage. */
export function percentText(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 3 }).format(value);
}

/** A right-aligned number. */
export function numberCell(value: number | null | undefined): Cell {
  return { text: numberText(value), kind: 'number' };
}

const classes = { number: 'n', yes: 'mark yes', no: 'mark no' } as const;

/** As many rows are not torn apart between two printed pages. */
const shortTable = 12;

/** A table; columns whose first cell is a number have their head right-aligned. */
export function tableHtml(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const heads = head.map((text, i) => {
    const kind = rows[0]?.[i]?.kind === 'number' ? ' class="n"' : '';
    return `<th${kind} scope="col">${escapeHtml(text)}</th>`;
  });
  const body = rows.map((row) => {
    const cells = row.map(
      ({ text, kind }) => `<td${kind === undefined ? '' : ` class="${classes[kind]}"`}>${escapeHtml(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll${rows.length <= shortTable ? ' short' : ''}"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** A section with its heading. */
export function sectionHtml(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

/** A list of sentences; empty for none. */
export function listHtml(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}
