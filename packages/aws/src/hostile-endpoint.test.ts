import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsClients } from './aws-clients.ts';
import { S3ObjectReader } from './s3-object-reader.ts';
import { S3ObjectStore } from './s3-object-store.ts';
import { SsmParameterStore } from './ssm-parameter-store.ts';

/** Sends the same text for ever, as fast as it is taken. */
function pour(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status);
  const piece = text.repeat(Math.ceil(65_536 / text.length));
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

describe('an endpoint that does harm', () => {
  let answer: (response: ServerResponse, url: string) => void;
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response, request.url ?? ''));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function connect(idleTimeoutMs = 300, signal?: AbortSignal) {
    process.env['AWS_ACCESS_KEY_ID'] ??= 'testing';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'testing';
    const clients = createAwsClients({
      region: 'eu-central-1',
      endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      maxAttempts: 1,
      idleTimeoutMs,
      signal,
    });
    const waiting = { sleep: async () => {}, now: () => 0 };
    return { clients, reader: new S3ObjectReader(clients), store: new S3ObjectStore(clients, waiting, 'bucket') };
  }

  async function read(idleTimeoutMs?: number): Promise<number> {
    const { clients, reader } = connect(idleTimeoutMs);
    let size = 0;
    try {
      for await (const some of await reader.open('s3://bucket/a.csv')) {
        size += some.length;
        if (size > 40 * 2 ** 20) break;
      }
      return size;
    } finally {
      clients.close();
    }
  }

  it('does not wait for an object or an error that stops in the middle', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('a,b\n');
    };
    await expect(read()).rejects.toMatchObject({ code: 'AWS_UNREACHABLE', retryable: true });
    answer = (response) => {
      response.writeHead(403);
      response.write('<Error>');
    };
    await expect(read()).rejects.toMatchObject({ kind: 'outside' });
    const { store } = connect();
    answer = (response) => void response.writeHead(200).write('x');
    await expect(store.get('a')).rejects.toMatchObject({ code: 'AWS_UNREACHABLE' });
    await expect(store.list('a')).rejects.toMatchObject({ kind: 'outside' });
  });

  it('reads objects of any size, small objects and answers up to a limit, and short errors', async () => {
    let closed = 0;
    answer = (response) => {
      response.on('close', () => closed++);
      pour(response, 200, 'x');
    };
    expect(await read()).toBeGreaterThan(40 * 2 ** 20);
    await expect.poll(() => closed).toBe(1);
    const { store } = connect();
    await expect(store.get('a')).rejects.toThrow('the answer must be at most 16 MiB, got more');
    answer = (response) => pour(response, 200, '<a>x</a>');
    await expect(store.list('a')).rejects.toThrow('the answer must be at most 16 MiB, got more');
    answer = (response) => pour(response, 500, '<a>x</a>');
    await expect(read()).rejects.toThrow('the answer must be at most 1 MiB, got more');
    await expect(store.list('a')).rejects.toThrow('the answer must be at most 1 MiB, got more');
  });

  it.each(['<a>'.repeat(100_000), `<Error>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Error>`, '<Error', '{'])(
    'says in a sentence that an answer is none (%#)',
    async (text) => {
      for (const status of [200, 403, 500]) {
        answer = (response) => void response.writeHead(status).end(text);
        const { store } = connect();
        const error: unknown = await store.list('a').catch((thrown: unknown) => thrown);
        if (status === 200 && !(error instanceof Error)) continue;
        expect(error, String(status)).toMatchObject({ kind: 'outside' });
        expect(String(error)).not.toMatch(/\{error\}|\$response|\n/);
      }
    },
  );

  it('does not wait for an answer that comes byte by byte', async () => {
    answer = (response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
      response.writeHead(200).write('<ListBucketResult>');
    };
    const { store } = connect(50);
    const error: unknown = await store.list('a').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'AWS_UNREACHABLE' });
  });

  it('holds no more than a bound of all pages together', async () => {
    let page = 0;
    let keys = '';
    answer = (response) => {
      const next = `<IsTruncated>true</IsTruncated><NextContinuationToken>t${page++}</NextContinuationToken>`;
      response.writeHead(200).end(`<ListBucketResult>${keys}${next}</ListBucketResult>`);
    };
    const { store } = connect(20_000);
    keys = `<Contents><Key>${'k'.repeat(1000)}</Key></Contents>`.repeat(12_000);
    await expect(store.list('')).rejects.toThrow('texts of all pages must be at most 64 Mi characters, got more');
    expect(page).toBeLessThan(10);
    page = 0;
    keys = '<Contents><Key>k</Key></Contents>'.repeat(100_000);
    await expect(store.list('')).rejects.toThrow('entries must be at most 500,000, got more');
    expect(page).toBe(6);
  }, 60_000);

  it('heeds a signal in a long listing, and takes a usual one to its end', async () => {
    let page = 0;
    let last = 10;
    answer = (response) => {
      const next =
        page++ < last ? `<IsTruncated>true</IsTruncated><NextContinuationToken>t${page}</NextContinuationToken>` : '';
      response
        .writeHead(200)
        .end(`<ListBucketResult><Contents><Key>k${page}</Key></Contents>${next}</ListBucketResult>`);
    };
    const { store } = connect(20_000, AbortSignal.abort());
    expect(await store.list('')).toHaveLength(11);
    [page, last] = [0, 100];
    await expect(store.list('')).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(page).toBe(21);
  });

  it('follows no endless pages', async () => {
    let page = 0;
    answer = (response) => {
      const keys = Array.from({ length: 10 }, (_, i) => `<Contents><Key>k${page}-${i}</Key></Contents>`).join('');
      const next = `<IsTruncated>true</IsTruncated><NextContinuationToken>t${page++}</NextContinuationToken>`;
      response.writeHead(200).end(`<ListBucketResult>${keys}${next}</ListBucketResult>`);
    };
    const { store, clients } = connect(20_000);
    await expect(store.list('')).rejects.toMatchObject({ code: 'AWS_TOO_MANY_PAGES' });
    answer = (response) => {
      const parameters = [{ Name: `/p/${page}`, Value: '1', Type: 'String', Version: 1 }];
      response.writeHead(200).end(JSON.stringify({ Parameters: parameters, NextToken: `t${page++}` }));
    };
    const parameters = new SsmParameterStore(clients, { sleep: async () => {}, now: () => 0 }, Infinity);
    await expect(parameters.list('/p')).rejects.toMatchObject({ code: 'AWS_TOO_MANY_PAGES' });
  });
});
