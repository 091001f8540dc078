import { escapeHtml, pictureStyle } from './picture-html.ts';

/** A cell of {@link tableHtml}: text, or a number to be set right-aligned. */
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

/** A table; columns whose first cell is a number have their head right-aligned. One that is wider than the page scrolls, also by keys, and is shaded at the side where there is more. */
export function tableHtml(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const heads = head.map((text, i) => {
    const kind = rows[0]?.[i]?.kind === 'number' ? ' class="n"' : '';
    // long names of hyperparameters and metrics may be broken behind an underscore
    return `<th${kind} scope="col">${escapeHtml(text).replaceAll('_', '_<wbr>')}</th>`;
  });
  const body = rows.map((row) => {
    const cells = row.map(
      ({ text, kind }) => `<td${kind === undefined ? '' : ` class="${classes[kind]}"`}>${escapeHtml(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll${rows.length <= shortTable ? ' short' : ''}" tabindex="0"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** A section with its heading. */
export function sectionHtml(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
}

/** A list of sentences; empty for none. */
export function listHtml(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

/** Style of a page of tables and pictures: one column, light and dark by the reader's setting, black on white on paper. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--muted:#59636e;--line:#d8dde3;--surface:#fff;--card:#f6f8fa}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ebef;--muted:#a3adb8;--line:#2c333b;--surface:#14181d;--card:#1b2128}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--ink);font:15px/1.5 system-ui,'DejaVu Sans',Verdana,sans-serif}
main{max-width:980px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 10px;border-bottom:1px solid var(--line);padding-bottom:4px}h3{font-size:15px;margin:18px 0 6px}
h1,h2,h3,p{overflow-wrap:anywhere}
p{margin:6px 0}.muted{color:var(--muted)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:14px 0}
.figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 12px}
.figure b{display:block;font-size:20px;font-weight:600}.figure span{color:var(--muted);font-size:13px}
table{border-collapse:collapse;width:100%;margin:8px 0}
th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
th{font-weight:600;color:var(--muted);font-size:13px}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.scroll{overflow-x:auto;background:linear-gradient(90deg,var(--surface) 30%,transparent) 0 0/36px 100% no-repeat local,linear-gradient(270deg,var(--surface) 30%,transparent) 100% 0/36px 100% no-repeat local,linear-gradient(90deg,var(--line),transparent) 0 0/12px 100% no-repeat scroll,linear-gradient(270deg,var(--line),transparent) 100% 0/12px 100% no-repeat scroll}
ul{margin:6px 0;padding-left:20px}code{font-size:13px}
@page{margin:14mm 13mm}
@media print{body{font-size:11.5px}main{max-width:none;padding:0}h1{font-size:19px}h2{font-size:15px;margin-top:22px}h3{font-size:12.5px}h2,h3{break-after:avoid}
.picture,.figures,tr,.figure,li,.short{break-inside:avoid}thead{display:table-header-group}
.figure{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.figures{grid-template-columns:repeat(4,1fr);gap:7px}.figure{padding:7px 9px}.figure b{font-size:16px}.figure span{font-size:11px}
th{font-size:11px}th,td{padding:3px 8px 3px 0}.scroll{overflow:visible;background:none}}
`;

/**
 * A whole page that needs no network and runs no script.
 *
 * @param style - Added to `pageStyle`.
 * @param body - HTML inside `main`.
 */
export function pageHtml(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${pageStyle}${style}${pictureStyle}</style></head><body><main>
${body}
</main></body></html>
`;
}
