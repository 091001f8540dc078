import type { JsonValue } from '@fraudx/core';
import { parseJson } from '@fraudx/core';

/** JSON as Python writes it: with NaN and infinite numbers, which `JSON.stringify` does not know. */
export function pythonJson(value: object): string {
  const mark = '\u0000';
  const text = JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'number' && !Number.isFinite(one) ? `${mark}${one}` : one,
  );
  return text.replaceAll(/"\\u0000(NaN|-?Infinity)"/g, '$1');
}

/** Where a text that begins at a quote ends, behind its last quote; the end of the line where it does not. */
function endOfText(line: string, begin: number): number {
  for (let at = begin + 1; ; at++) {
    at = line.indexOf('"', at);
    if (at === -1) return line.length;
    let slashes = 0;
    while (line[at - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

/** What {@link pythonJson} writes, with NaN and infinite numbers as texts behind a zero character. */
export function parsePython(line: string, source: string): unknown {
  if (!line.includes('NaN') && !line.includes('Infinity')) return parseJson(line, source);
  const parts: string[] = [];
  for (let at = 0; at < line.length;) {
    const quote = line.indexOf('"', at);
    const end = quote === -1 ? line.length : quote;
    parts.push(line.slice(at, end).replaceAll(/-?Infinity|NaN/g, (token) => `"\\u0000${token}"`));
    at = quote === -1 ? line.length : endOfText(line, quote);
    parts.push(line.slice(end, at));
  }
  return parseJson(parts.join(''), source);
}

/** A number as {@link parsePython} gives it; undefined for something else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\0(?:NaN|-?Infinity)$/.test(value) ? Number(value.slice(1)) : undefined;
}

/** An attribute, with numbers that JSON does not know as texts. */
export function jsonOf(value: unknown): JsonValue {
  if (typeof value === 'string') return value.startsWith('\0') ? value.slice(1) : value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]));
}
