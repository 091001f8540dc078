import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from './program.ts';
import { fakeIo } from './testing/fake-io.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** All texts of a YAML file that a shell runs. */
function scripts(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n');
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'name' ? [] : scripts(inner)));
}

/** Words of a command line, with variables and substitutions as one word and redirections cut off. */
function words(line: string, variables: Readonly<Record<string, string>>): string[] {
  const plain = line
    .replace(/^\s*\$ /, '')
    .replace(/\s#.*$/, '')
    .replace(/\$\{\{[^}]*\}\}/g, 'VALUE')
    .replace(/"\$\(.*?\)"/g, 'VALUE')
    .replace(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? 'VALUE')
    .replace(/\s>\s.*$/, '');
  return [...plain.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** Throws where commander does not know a command or an option; runs nothing. */
async function check(argv: readonly string[]): Promise<void> {
  const io = fakeIo(root);
  const program = createProgram({ io, finish: () => {} });
  const visit = (command: typeof program): void => {
    for (const child of command.commands) {
      if (child.commands.length > 0) visit(child);
      else child.action(() => {});
    }
  };
  visit(program);
  await program.parseAsync([...argv], { from: 'user' });
}

const ci = readdirSync(`${root}examples/ci`).map((name) => {
  const lines = scripts(parse(readFileSync(`${root}examples/ci/${name}`, 'utf8')));
  const variables = Object.fromEntries(
    lines.flatMap((line) => {
      const assigned = /^([A-Z]+)="(.*)"$/.exec(line.trim());
      return assigned === null ? [] : [[assigned[1]!, assigned[2]!.replace(/\$[A-Z_]+/g, 'VALUE')]];
    }),
  );
  return [`examples/ci/${name}`, lines.filter((line) => line.trim().startsWith('fraudx ')), variables] as const;
});
const guide = readFileSync(`${root}docs/promotion.md`, 'utf8').split('\n');
const files = [...ci, ['docs/promotion.md', guide.filter((line) => line.startsWith('fraudx ')), {}] as const];

describe.each(files)('%s', (_, lines, variables) => {
  it('has commands', () => {
    expect(lines.length).toBeGreaterThan(4);
  });

  it.each(lines.map((line) => [line.trim()]))('%s', async (line) => {
    await check(words(line, variables).slice(1));
  });
});

describe('the CI examples', () => {
  it.each(['github-actions.yml', 'gitlab-ci.yml'])('install fraudx from its source at a tag: %s', (file) => {
    const text = readFileSync(`${root}examples/ci/${file}`, 'utf8');
    // it is in no registry
    expect(text).not.toMatch(/npm (install|i) .*fraudx/);
    expect(text).toMatch(/git clone --depth 1 --branch "[^"]*FRAUDX_TAG/);
    expect(text).toMatch(/pnpm@10 --dir \S+ install --frozen-lockfile/);
  });
});
