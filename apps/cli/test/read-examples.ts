import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A piece of TypeScript that documents something. */
export interface Example {
  /** File and line where it begins. */
  readonly name: string;
  readonly code: string;
}

/** Code blocks of a Markdown file in a language. */
export function blocksOf(file: string, language: string): Example[] {
  const lines = readFileSync(`${root}${file}`, 'utf8').split('\n');
  const blocks: Example[] = [];
  let start: number | undefined;
  lines.forEach((line, i) => {
    if (start === undefined && line === `\`\`\`${language}`) start = i + 1;
    else if (start !== undefined && line === '```') {
      blocks.push({ name: `${file}:${start + 1}`, code: lines.slice(start, i).join('\n') });
      start = undefined;
    }
  });
  return blocks;
}

/** The `@example` of every docstring of a package, with the imports that it needs. */
export function docstringsOf(name: string): Example[] {
  const folder = `packages/${name}/src`;
  const index = readFileSync(`${root}${folder}/index.ts`, 'utf8');
  const lists = [...index.matchAll(/^export \{([^}]*)\}/gm)].flatMap((match) => match[1]!.split(','));
  const exported = new Set(lists.map((item) => item.trim()).filter((item) => item !== '' && !item.startsWith('type ')));
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(`${root}${folder}/${file}`, 'utf8');
      return [...text.matchAll(/ \* @example\n((?: \*(?! @|\/).*\n)+)/g)].map((match) => {
        const code = match[1]!.replace(/^ \* ?/gm, '');
        const used = new Set(code.match(/\b[A-Za-z]\w*/g)?.filter((word) => exported.has(word)));
        return {
          name: `${folder}/${file}:${text.slice(0, match.index).split('\n').length + 1}`,
          code: `import { ${[...used].join(', ')} } from '@fraudx/${name}';\n${code}`,
        };
      });
    });
}

const statement = /^(const|let|import|export|for|if|return|await using|\}|\/\/)/;

/**
 * An example as a module that checks what its comments promise: `expression; // value`, and `console.log(…); // what it prints`.
 *
 * Comments that are no values stay comments. The globals `promised` and `printed` of {@link harness} do the checking.
 */
export function checkingModule({ name, code }: Example): string {
  return code
    .split('\n')
    .map((line) => {
      const match = /^(.*);\s+\/\/ (.*)$/.exec(line);
      if (match === null) return line;
      const [, before, comment] = match as unknown as [string, string, string];
      const where = JSON.stringify(`${name}: ${before.trim()}`);
      if (/^\s*console\.log\(.*\)$|^\)$/.test(before))
        return `${before}; printed(${where}, ${JSON.stringify(comment)});`;
      if (statement.test(before)) return line;
      return `promised(${where}, ${before.trim()}, ${JSON.stringify(comment)});`;
    })
    .join('\n');
}

/** Source of the program that runs modules of {@link checkingModule} one after another and prints what does not hold as JSON. */
export function harness(files: readonly { readonly name: string; readonly file: string }[]): string {
  return `import { isDeepStrictEqual, format } from 'node:util';
const failures = [];
let checks = 0;
let last = '';
console.log = (...values) => { last = format(...values); };
const rounded = (value, text) => typeof value === 'number' && /^-?\\d+\\.\\d+$/.test(text) ? Number(value.toFixed(text.split('.')[1].length)) : value;
const literal = (text) => { try { return { value: new Function('return (' + text + ')')() }; } catch { return undefined; } };
globalThis.printed = (where, text) => { checks++; if (last.replaceAll(/\\s+/g, ' ') !== text) failures.push(where + ' prints ' + last + ', not ' + text); };
globalThis.promised = (where, value, text) => {
  const expected = literal(text);
  if (expected === undefined) return;
  checks++;
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : value;
  if (!isDeepStrictEqual(rounded(plain, text), expected.value)) failures.push(where + ' is ' + format('%j', value) + ', not ' + text);
};
for (const { name, file } of ${JSON.stringify(files)}) {
  try { await import(file); } catch (error) { failures.push(name + ' fails: ' + (error?.stack ?? error)); }
}
process.stdout.write(JSON.stringify({ checks, failures }));
process.exit();
`;
}
