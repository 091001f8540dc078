import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const csv = 'a,b\n1,2\n3,4\n';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
/** Names of the sandbox as bytes, in hexadecimal. */
const names = async (): Promise<string[]> =>
  (await readdir(sandbox.folder, { encoding: 'buffer' })).map((name) => name.toString('hex')).sort();

/** Runs a line of the shell in which `$d` is the folder `x\xff\xfey`, which is no UTF-8, and `fraudx` the command. */
async function shell(line: string): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const script = `d=$(printf 'x\\377\\376y'); fraudx() { "$node" -C fraudx-source "$main" "$@"; }; ${line}`;
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', node: process.execPath, main };
    execFile('sh', ['-c', script], { cwd: sandbox.folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

// Other systems take no such names.
describe.skipIf(process.platform !== 'linux')('names that are not UTF-8', () => {
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'd.csv'), csv);
    await mkdir(join(sandbox.folder, 'plain'));
    await writeFile(join(sandbox.folder, 'plain', 'd.csv'), csv);
    const raw = Buffer.concat([Buffer.from(`${sandbox.folder}/x`), Buffer.of(0xff, 0xfe), Buffer.from('y')]);
    await rename(Buffer.from(join(sandbox.folder, 'plain')), raw);
  });
  afterAll(() => sandbox.close());

  it.each([
    ['data', 'fraudx data describe "$d/d.csv"'],
    ['an output', 'fraudx data generate --rows 10 --output "$d.csv"'],
    ['an output after =', 'fraudx explore d.csv --html="$d.html"'],
    ['a folder of runs', 'fraudx runs list --folder "$d"'],
  ])('are refused as %s, for what they are, and nothing of another name is made', async (_, line) => {
    const before = await names();
    const { code, stdout, stderr } = await shell(line);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: argument must be valid UTF-8, got other bytes in ".*x\uFFFD\uFFFDy.*"\n {2}Rename/);
    expect(await names()).toEqual(before);
  });

  it('are refused as the working folder, also where a folder of the changed name exists', async () => {
    const before = await names();
    const { code, stderr } = await shell('cd "$d" && fraudx runs list');
    expect(code).toBe(2);
    expect(stderr).toContain('working folder must be valid UTF-8');
    expect(await names()).toEqual(before);
    await mkdir(join(sandbox.folder, 'x\uFFFD\uFFFDy'));
    expect((await shell('cd "$d" && fraudx runs list')).stderr).toContain('working folder must be valid UTF-8');
  });

  it('can be used by a link, and U+FFFD may stand in a name of its own right', async () => {
    const linked = await shell('ln -s "$d" link && fraudx data describe link/d.csv --json');
    expect(linked.code, linked.stderr).toBe(0);
    await writeFile(join(sandbox.folder, 'real-\uFFFD.csv'), csv);
    const real = await shell(`fraudx data describe 'real-\uFFFD.csv' --json`);
    expect(real.code, real.stderr).toBe(0);
    expect(JSON.parse(real.stdout)).toMatchObject({ rows: 2 });
    expect((await shell(`fraudx data describe 'no-\uFFFD.csv'`)).stderr).toContain(
      'file must exist, got ' + join(sandbox.folder, 'no-\uFFFD.csv'),
    );
  });
});
