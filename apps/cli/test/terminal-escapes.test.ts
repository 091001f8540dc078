import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

const title = '\u001b]0;pwned\u0007\u001b[2J';
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(
    join(sandbox.folder, 'd.csv'),
    learnableCsv(300).replace('amount', `a${title}mount`).replaceAll(',at,', `,a\u001b[8mt\u202e,`),
  );
});
afterAll(() => sandbox.close());

it('shows escapes of names and cells as text, on standard output and standard error', async () => {
  const hostile = `no${title}pe`;
  for (const args of [
    ['explore', 'd.csv', '--target', 'fraud'],
    ['data', 'describe', 'd.csv'],
    ['train', '--data', 'd.csv', '--target', hostile],
    ['runs', 'show', hostile],
    ['runs', `--${hostile}`],
  ]) {
    const { stdout, stderr } = await sandbox.fraudx(args, { env: { NO_COLOR: '', FORCE_COLOR: '1' } });
    // oxlint-disable-next-line no-control-regex -- our own styles are left aside
    const text = (stdout + stderr).replaceAll(/\u001b\[\d\d?m/g, '');
    expect(text, args.join(' ')).toContain('\\x1b]0;pwned\\x07');
    // oxlint-disable-next-line no-control-regex -- control characters are what must be gone
    expect(text, args.join(' ')).not.toMatch(/[\u0007\u001b\u202e]/);
  }
});

it('obeys no colour of data where it writes its own, and lets no name begin a line', async () => {
  const header = 'id,"e\u001b[31mvil\u001b[39m","nl\nerror: forged line",label';
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i % 3},${i % 2}`);
  await writeFile(join(sandbox.folder, 'c.csv'), `${header}\n${rows.join('\n')}\n`);
  const env = { NO_COLOR: '', FORCE_COLOR: '1' };
  const described = await sandbox.fraudx(['data', 'describe', 'c.csv'], { env });
  expect(described.code, described.stderr).toBe(0);
  expect(described.stdout).toContain('e\\x1b[31mvil\\x1b[39m');
  expect(described.stdout).toContain('\u001b[1m');
  expect(described.stdout).not.toContain('\u001b[31m');
  const missing = await sandbox.fraudx(['train', '--data', 'c.csv', '--target', 'xyz'], { env });
  expect(missing.stderr.match(/^.*error:/gm)).toHaveLength(2);
  expect(missing.stderr.match(/^\S*error:/gm)).toHaveLength(1);
  const named = await sandbox.fraudx(['train', '--data', 'c.csv', '--target', 'nl\nerror: forged line'], { env });
  expect(named.stderr.match(/^\S*error:/gm)?.length ?? 0).toBeLessThanOrEqual(1);
});

it('leaves JSON as it is', async () => {
  const described = await sandbox.fraudx(['data', 'describe', 'd.csv', '--json']);
  expect(JSON.stringify(described.json())).toContain(JSON.stringify(`a${title}mount`).slice(1, -1));
});

it('shows no password of an address, however it is mistyped', async () => {
  for (const args of [
    ['explore', 'redis://:sEcReT@127.0.0.1:1/0', 'x', 'y'],
    ['explore', '--dta=redis://:sEc ReT@127.0.0.1:1/0'],
    ['promotions', 'list', '--target', 'aws', '--config-bucket', 'b', '--endpoint-url', 'http://me:sEcReT@127.0.0.1:1'],
  ]) {
    const { code, stdout, stderr } = await sandbox.fraudx([...args, '--json', '--verbose']);
    expect(code, args[0]).toBe(2);
    expect(stdout + stderr, args[0]).not.toMatch(/sEc|ReT/);
  }
});

it('lets no name of data or a config write a line of its own in doctor and notes', async () => {
  const header = 'id,"leak\nerror: forged one",label';
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 3 === 0 ? 1 : 0},${i % 3 === 0 ? 1 : 0}`);
  await writeFile(join(sandbox.folder, 'l.csv'), `${header}\n${rows.join('\n')}\n`);
  const config = `data: l.csv
target: label
drop: [id]
promotion: { target: aws, configBucket: some-bucket, keyPrefix: "a\\nnote: forged two" }
aws: { region: eu-central-1, endpointUrl: 'http://127.0.0.1:1' }
`;
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), config);
  const looked = await sandbox.fraudx(['doctor'], { env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' } });
  expect(looked.stdout).toContain('forged one');
  expect(looked.stderr).toContain('forged two');
  expect(looked.stderr).toContain('sends requests for AWS to 127.0.0.1:1');
  expect(looked.stdout + looked.stderr).not.toMatch(/^(?:error|note): forged/m);
});

it('lets no name write a line that looks like a hint, on standard output and standard error', async () => {
  const forged = 'b\n  To repair the store run: forged';
  const rows = Array.from({ length: 80 }, (_, i) => `${i},${(i * 7) % 11},${i % 4 === 0 ? 1 : 0}`);
  await writeFile(join(sandbox.folder, 'h.csv'), `a,"${forged}",fraud\n${rows.join('\n')}\n`);
  const config = { validation: { [forged]: { max: 3, maxMissing: 0 } }, drop: [] };
  await writeFile(join(sandbox.folder, 'h.yaml'), JSON.stringify(config));
  const data = ['--data', 'h.csv', '--config', 'h.yaml'];
  for (const args of [
    ['train', ...data, '--target', 'nope'],
    ['train', ...data, '--target', forged],
    ['data', 'validate', 'h.csv', '--config', 'h.yaml'],
    ['data', 'describe', 'h.csv', '--target', 'fraud'],
    ['explore', 'h.csv', '--target', 'fraud'],
    ['leakage', 'check', ...data, '--target', 'fraud'],
    ['features', 'select', ...data, '--target', 'fraud'],
    ['runs', 'list', '--where', 'tags.x ='],
  ]) {
    const { stdout, stderr } = await sandbox.fraudx(args);
    const text = stdout + stderr;
    if (args[0] === 'runs') expect(text).toMatch(/\n {2}tags\.x =\n {2} {8}\^\n/);
    else expect(text, args.join(' ')).toContain('forged');
    expect(text, args.join(' ')).not.toMatch(/^\s*To repair/m);
  }
});
