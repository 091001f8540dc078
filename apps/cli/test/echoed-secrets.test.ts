import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

const token = 'FwoGZXIvYXdzEJ7Qm2Zx9TOKENkJ8sLq0Vb3Nn5Rt6Yu1Io2Pa';
const arn = 'arn:aws:states:eu-central-1:123456789012:execution:m:n';

describe('an endpoint that repeats the session token in answers that are in order', () => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (some: Buffer) => (body += some.toString()));
    request.on('end', () => {
      const got = String(request.headers['x-amz-security-token']);
      const json = (value: object): void => void response.writeHead(200).end(JSON.stringify(value));
      const target = String(request.headers['x-amz-target']);
      if (target.endsWith('DescribeExecution')) {
        json({
          executionArn: arn,
          name: 'n',
          status: 'FAILED',
          startDate: 1.7e9,
          error: `E ${got}`,
          cause: `C ${got}`,
          input: `{"x":"${got}"}`,
          output: got,
        });
      } else if (body.includes('GetCallerIdentity')) {
        const identity = `<Arn>arn:aws:iam::1:user/${got}</Arn><UserId>${got}</UserId><Account>123456789012</Account>`;
        response
          .writeHead(200)
          .end(
            `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
          );
      } else if (target.includes('AmazonSSM')) {
        json({ Parameters: [{ Name: '/fraud/prod/eta', Type: 'String', Value: `v ${got}`, Version: 1 }] });
      } else if (request.url?.includes('list-type=2') === true) {
        response
          .writeHead(200)
          .end(
            `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>promotions/${got}</Key></Contents></ListBucketResult>`,
          );
      } else response.writeHead(404).end(`<Error><Code>NoSuchKey</Code><Message>${got}</Message></Error>`);
    });
  });
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await sandbox.close();
  });

  it.each([
    ['pipeline', 'status', arn],
    ['pipeline', 'watch', arn],
    ['promotions', 'verify'],
    ['promotions', 'list'],
    ['doctor'],
  ])('prints nothing of it: %s %s', async (...words) => {
    for (const flags of [[], ['--json', '--verbose']]) {
      const place = ['--target', 'aws', '--config-bucket', 'bbb-bucket', '--parameter-prefix', '/fraud/prod'];
      const machine = ['--state-machine', 'arn:aws:states:eu-central-1:123456789012:stateMachine:m'];
      const port = (server.address() as AddressInfo).port;
      const { stdout, stderr } = await sandbox.fraudx([...words, ...place, ...machine, ...flags], {
        env: {
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'wSECRETCANARYkJ8sLq0Vb3Nn5Rt6Yu1Io2Pa',
          AWS_SESSION_TOKEN: token,
          AWS_REGION: 'eu-central-1',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        },
      });
      const all = stdout + stderr;
      expect(all.length).toBeGreaterThan(10);
      for (let at = 0; at + 10 <= token.length; at++) expect(all).not.toContain(token.slice(at, at + 10));
      if (words[0] === 'pipeline' && flags[0] === '--json') expect(all).toContain('(a text that repeats credentials)');
    }
  });
});
