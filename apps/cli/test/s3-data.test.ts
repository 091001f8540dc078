import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { S3ObjectReader } from '@fraudx/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moto } from '../../../packages/aws/test/moto-server.ts';
import { findMoto, motoEnvironment, startMoto } from '../../../packages/aws/test/moto-server.ts';
import { learnableCsv, openSandbox } from './cli.ts';

const command = findMoto();

describe.skipIf(command === undefined)('--data s3:// against an emulator (moto_server)', () => {
  let moto: Moto;
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  let fraudx: (args: readonly string[]) => ReturnType<typeof sandbox.fraudx>;
  const data = 's3://transactions/2026/day 1.csv.gz';
  beforeAll(async () => {
    moto = await startMoto(command!);
    sandbox = await openSandbox();
    const env = { ...motoEnvironment, AWS_ENDPOINT_URL: moto.endpointUrl };
    fraudx = (args) => sandbox.fraudx(args, { env });
    await moto.createPlace('transactions');
    const put = (key: string, body: Uint8Array): Promise<Response> =>
      fetch(`${moto.endpointUrl}/transactions/${key}`, {
        method: 'PUT',
        body: body as Uint8Array<ArrayBuffer>,
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=testing/20260101/eu-central-1/s3/aws4_request' },
      });
    expect((await put('2026/day%201.csv.gz', gzipSync(learnableCsv(900)))).status).toBe(200);
    expect((await put('empty.csv', new Uint8Array())).status).toBe(200);
  });
  afterAll(async () => {
    await sandbox.close();
    await moto[Symbol.asyncDispose]();
  });

  it('describes, trains, evaluates and predicts as from a file', async () => {
    const described = await fraudx(['data', 'describe', data, '--json']);
    expect(described.code, described.stderr).toBe(0);
    await writeFile(join(sandbox.folder, 'copy.csv'), learnableCsv(900));
    const { fingerprint } = (await fraudx(['data', 'describe', 'copy.csv', '--json'])).json();
    expect(described.json()).toMatchObject({ path: data, rows: 900, fingerprint });
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), `data: "${data}"\ntarget: fraud\ndrop: [id]\n`);
    const train = await fraudx(['train', '--param', 'num_round=5', '--json']);
    expect(train.code, train.stderr).toBe(0);
    expect(train.json()).toMatchObject({ data: { path: data, fingerprint } });
    const evaluate = await fraudx(['evaluate', '--no-plots', '--json']);
    expect(evaluate.code, evaluate.stderr).toBe(0);
    const predict = await fraudx(['predict', '--data', data, '--json']);
    expect(predict.code, predict.stderr).toBe(0);
  });

  it('sends nothing to where a record says that AWS is', async () => {
    const asked: string[] = [];
    const spy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(403).end();
    });
    await new Promise<void>((resolve) => spy.listen(0, '127.0.0.1', resolve));
    const { port } = spy.address() as AddressInfo;
    const db = new DatabaseSync(join(sandbox.folder, '.fraudx/fraudx.db'));
    const endpoint = `json_set(lineage, '$.config.aws', json('{"endpointUrl":"http://127.0.0.1:${port}"}'))`;
    db.exec(`UPDATE runs SET digest = NULL, lineage = ${endpoint}`);
    db.close();
    for (const more of [[], ['--target', 'fraud']]) {
      const evaluate = await fraudx(['evaluate', '--no-plots', '--json', ...more]);
      expect(evaluate.code, evaluate.stderr).toBe(0);
    }
    const run = String((await fraudx(['runs', 'list', '--json'])).stdout.match(/run-[\w-]+/)?.[0]);
    await rm(join(sandbox.folder, 'fraudx.yaml'));
    const evaluate = await fraudx(['evaluate', run, '--no-plots', '--json']);
    expect(evaluate.code, evaluate.stderr).toBe(0);
    expect(asked).toEqual([]);
    await new Promise((resolve) => spy.close(resolve));
  });

  it('says what is wrong with the object', async () => {
    const codeOf = async (address: string): Promise<unknown> =>
      (await fraudx(['data', 'describe', address, '--json'])).json()['error'];
    expect(await codeOf('s3://transactions/none.csv')).toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    expect(await codeOf('s3://nowhere/none.csv')).toMatchObject({ code: 'AWS_NO_SUCH_BUCKET' });
    expect(await codeOf('s3://transactions')).toMatchObject({ code: 'INVALID_ARGUMENT' });
    const empty = await codeOf('s3://transactions/empty.csv');
    expect(empty).toMatchObject({ code: 'DATA_FILE_EMPTY' });
    expect(JSON.stringify(empty)).toContain('s3://transactions/empty.csv');
  });

  it('stops when asked to, and refuses what is no address', async () => {
    const reader = new S3ObjectReader(moto.clients);
    await expect(reader.open(data, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(reader.open('s3://bucket')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('writes a config from an object and builds features of one', async () => {
    const init = await fraudx(['init', '--data', data, '--print']);
    expect(init.code, init.stderr).toBe(0);
    expect(init.stdout).toContain(`data: "${data}"`);
    expect(init.stdout).toContain('target: fraud');
    const flags = ['--time', 'hour', '--entity', 'country', '--amount', 'amount', '--target', 'fraud'];
    const build = ['features', 'build', '--data', data, '--output', 'f.csv', ...flags];
    const unsorted = await fraudx(build);
    expect(unsorted.stderr).toContain(
      'Sort the rows by "hour" first; rows of equal time stay in their order. On the command line: --sort.',
    );
    const built = await fraudx([...build, '--sort', '--json']);
    expect(built.code, built.stderr).toBe(0);
    expect(built.json()).toMatchObject({ rows: 900 });
    const none = await fraudx([
      'features',
      'build',
      '--data',
      's3://transactions/none.csv',
      '--output',
      'g.csv',
      '--json',
    ]);
    expect(none.json()).toMatchObject({ error: { code: 'OBJECT_NOT_FOUND' } });
  });
});
