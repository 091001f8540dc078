import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';
import { blocksOf, checkingModule, docstringsOf, harness, root } from './read-examples.ts';

const run = promisify(execFile);
const packages = readdirSync(`${root}packages`).filter((name) => existsSync(`${root}packages/${name}/package.json`));
const pages = ['README.md', ...packages.map((name) => `packages/${name}/README.md`)];
const pagesOfDocs = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'));
const examples = [
  ...pages.flatMap((page) => blocksOf(page, 'ts')),
  ...pagesOfDocs.flatMap((name) => blocksOf(`docs/${name}`, 'ts')),
  ...packages.flatMap((name) => docstringsOf(name)),
];

describe('the TypeScript examples of the documents and docstrings', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-examples-'));
    // What a script in the repository's own folder finds.
    await mkdir(join(folder, 'node_modules'));
    await symlink(`${root}node_modules/@fraudx`, join(folder, 'node_modules/@fraudx'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('there are some in every package', () => {
    expect(readdirSync(`${root}node_modules/@fraudx`).toSorted()).toEqual(packages.toSorted());
    for (const name of packages)
      expect(
        examples.some((one) => one.name.startsWith(`packages/${name}/README`)),
        name,
      ).toBe(true);
    expect(examples.length).toBeGreaterThan(30);
  });

  it('run, and give the values that they promise', async () => {
    const files = examples.map(({ name }, i) => ({ name, file: `./example-${i}.ts` }));
    for (const [i, example] of examples.entries()) {
      await writeFile(join(folder, files[i]!.file), checkingModule(example));
    }
    await writeFile(join(folder, 'run.js'), harness(files));
    const { stdout } = await run(process.execPath, ['-C', 'fraudx-source', 'run.js'], { cwd: folder });
    const { checks, failures } = JSON.parse(stdout) as { checks: number; failures: string[] };
    expect(failures).toEqual([]);
    expect(checks).toBeGreaterThan(40);
  });

  it('are told when they lie', async () => {
    const lies = "parseGate('recall >= 0.7').required; // 0.8\nconsole.log(1, { a: 2 }); // 1 { a: 3 }\n";
    const name = 'lies';
    const code = `import { parseGate } from '@fraudx/evaluation';\n${lies}`;
    await writeFile(join(folder, 'lies.ts'), checkingModule({ name, code }));
    await writeFile(join(folder, 'run-lies.js'), harness([{ name, file: './lies.ts' }]));
    const { stdout } = await run(process.execPath, ['-C', 'fraudx-source', 'run-lies.js'], { cwd: folder });
    expect((JSON.parse(stdout) as { failures: string[] }).failures).toEqual([
      "lies: parseGate('recall >= 0.7').required is 0.7, not 0.8",
      'lies: console.log(1, { a: 2 }) prints 1 { a: 2 }, not 1 { a: 3 }',
    ]);
  });
});

describe('the commands of README.md', () => {
  it('run in their order on a file like the one they name', async () => {
    const sandbox = await openSandbox();
    try {
      const lines = blocksOf('README.md', 'sh')
        .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
        .filter((line) => line.startsWith('fraudx '))
        .map((line) => line.replace(/\s+#.*$/, '').replaceAll('cards.parquet', 'cards.csv'));
      expect(lines.length).toBeGreaterThanOrEqual(8);
      const generate = ['data', 'generate', '--rows', '12000', '--output', 'made.csv', '--quiet'];
      expect((await sandbox.fraudx(generate)).code).toBe(0);
      const made = await readFile(join(sandbox.folder, 'made.csv'), 'utf8');
      await writeFile(join(sandbox.folder, 'cards.csv'), made.replace(/\btx_fraud\b/, 'Class'));
      for (const line of lines) {
        const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
        const done = await sandbox.fraudx(words.slice(1));
        expect(done.code, `${line}\n${done.stdout}\n${done.stderr}`).toBe(0);
      }
    } finally {
      await sandbox.close();
    }
  });
});
