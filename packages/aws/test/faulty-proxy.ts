import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';

/** A call as it comes over the wire. */
export interface WireCall {
  /** Name of the operation, e.g. `PutParameter`; for S3 the method and the key, e.g. `PUT locks/promotion.json`. */
  readonly operation: string;
  /** How many calls of this operation came before, from 1. */
  readonly count: number;
}

/** What is answered instead of the emulator's answer. */
export type Fault =
  | 'hang'
  | 'reset'
  | {
      readonly status: number;
      readonly name: string;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      /** Instead of an error. */ readonly body?: string;
    };

/** A server between client and emulator that answers chosen calls as AWS does when something is wrong. */
export interface FaultyProxy extends AsyncDisposable {
  readonly endpointUrl: string;
  /** Decides for each call; undefined: the emulator answers. */
  fault: (this: void, call: WireCall) => Fault | undefined;
  /** Operations in the order they came. */
  readonly operations: string[];
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function operationOf(incoming: IncomingMessage, body: Buffer): string {
  const target = incoming.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1)!;
  const action = /(?:^|&)Action=(\w+)/.exec(body.toString())?.[1];
  if (action !== undefined) return action;
  const [path = ''] = (incoming.url ?? '').split('?');
  const key = path.split('/').slice(2).join('/');
  return key === '' ? 'LIST' : `${incoming.method} ${key}`;
}

function answer(outgoing: ServerResponse, fault: Exclude<Fault, string>, json: boolean, query: boolean): void {
  const { status, name, message = name } = fault;
  const type = json ? 'application/x-amz-json-1.1' : 'application/xml';
  outgoing.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'req-7', ...fault.headers });
  const xml = `<Error><Code>${name}</Code><Message>${message}</Message><RequestId>req-7</RequestId></Error>`;
  outgoing.end(
    fault.body ??
      (json
        ? JSON.stringify({ __type: name, message })
        : `<?xml version="1.0"?>${query ? `<ErrorResponse>${xml}</ErrorResponse>` : xml}`),
  );
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startFaultyProxy(endpointUrl: string): Promise<FaultyProxy> {
  const operations: string[] = [];
  const target = new URL(endpointUrl);
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await bodyOf(incoming);
    const operation = operationOf(incoming, body);
    operations.push(operation);
    const fault = proxy.fault({ operation, count: operations.filter((name) => name === operation).length });
    if (fault === 'hang') return;
    if (fault === 'reset') return void incoming.socket.destroy();
    if (fault !== undefined)
      return answer(outgoing, fault, incoming.headers['x-amz-target'] !== undefined, operation === 'GetCallerIdentity');
    const { method, headers, url: path } = incoming;
    const forwarded = request({ host: target.hostname, port: target.port, method, path, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(outgoing);
    });
    forwarded.on('error', () => incoming.socket.destroy());
    forwarded.end(body);
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const proxy: FaultyProxy = {
    endpointUrl: `http://127.0.0.1:${port}`,
    fault: () => undefined,
    operations,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
