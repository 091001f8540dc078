import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/**
 * Patterns of all sources, tried on long texts: cells, configs and queries come from others, and one that can match in many ways takes hours for
 * a file of a few megabytes.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Patterns for pictures that fraudx itself has drawn, in which names are escaped. */
const ofOwnPictures = new Set([
  'packages/plots/src/internal/both-themes.ts',
  'packages/plots/src/internal/compact-svg.ts',
]);

const literal = /(?<=[(=:,[!&|?\s]|^)\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?=[\s,;.)\]]|$)/g;

function patternsOf(file: string): { readonly where: string; readonly source: string; readonly flags: string }[] {
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (/^\s*(?:\*|\/[/*])/.test(line)) return [];
      return [...line.matchAll(literal)].flatMap(([, source, flags]) => {
        try {
          const { flags: known } = new RegExp(source!, flags);
          return [{ where: `${file}:${i + 1}`, source: source!, flags: known }];
        } catch {
          // a division, or a path in a text
          return [];
        }
      });
    });
}

const length = 20_000;
const units = [
  '1',
  ' ',
  'a',
  'A',
  '-',
  '.',
  '0',
  '/',
  '\u00A0',
  '\n',
  '"',
  "'",
  '1,',
  '1 ',
  'a ',
  'a.',
  '1.',
  '\\',
  '@',
  'e',
  '_',
];
const ends = ['\u0001', 'x', '!', 'é'];
const texts = units.flatMap((unit) => {
  const body = unit.repeat(Math.ceil(length / unit.length));
  return ends.map((end) => [`${end}${body}${end}`, `${body}${end}`]).flat();
});

function millisecondsOf(source: string, flags: string, text: string): number {
  const pattern = new RegExp(source, flags);
  const start = performance.now();
  if (pattern.global) text.replaceAll(pattern, '');
  else pattern.test(text);
  return performance.now() - start;
}

it('need a time that grows with the text, not with its square', () => {
  const folders = ['packages', 'apps'].flatMap((rows) =>
    readdirSync(join(root, rows)).map((name) => join(root, rows, name, 'src')),
  );
  const files = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !ofOwnPictures.has(file));
  const patterns = files.flatMap(patternsOf);
  expect(patterns.length).toBeGreaterThan(200);
  const slow = patterns.filter(({ source, flags }) =>
    texts.some((text) => {
      // the quickest of several: a pause of the machine is no fault of the pattern
      for (let i = 0; i < 4; i++) if (millisecondsOf(source, flags, text) < 40) return false;
      return true;
    }),
  );
  expect(slow.map(({ where, source }) => `${where} /${source}/`)).toEqual([]);
});
