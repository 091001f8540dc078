import { expect, it } from 'vitest';
import { checkEndpoint, isOfAws } from './check-endpoint.ts';

it('refuses other machines without encryption, and announces every address', () => {
  const said: string[] = [];
  const io = { err: (text: string): void => void said.push(text) };
  for (const url of ['http://127.0.0.1:5000', 'http://localhost:4566', 'http://[::1]:1']) {
    checkEndpoint(url, 'fraudx.yaml', io);
  }
  // whoever listens there may be another user of this machine
  expect(said.map((line) => line.split(' ').at(-1))).toEqual(['127.0.0.1:5000\n', 'localhost:4566\n', '[::1]:1\n']);
  said.length = 0;
  checkEndpoint('https://aws.example.org', '/p/fraudx.yaml', io);
  expect(said).toEqual(['note: aws.endpointUrl of /p/fraudx.yaml sends requests for AWS to aws.example.org\n']);
  for (const url of ['http://aws.example.org', 'http://127.0.0.1.example.org']) {
    expect(() => checkEndpoint(url, '/p/fraudx.yaml', io)).toThrow(
      expect.objectContaining({ code: 'ENDPOINT_NOT_ENCRYPTED' }),
    );
  }
});

it('knows the addresses of services of AWS, and no other host there, which can be anybody’s', () => {
  for (const host of [
    's3.amazonaws.com',
    's3.eu-central-1.amazonaws.com',
    'S3.EU-CENTRAL-1.AMAZONAWS.COM',
    's3-fips.dualstack.us-east-1.amazonaws.com',
    'ssm.cn-north-1.amazonaws.com.cn',
    'sts.us-gov-west-1.amazonaws.com',
    'states.eu-west-1.amazonaws.com',
    'api.sagemaker.eu-west-1.amazonaws.com',
    'api-fips.sagemaker.us-east-2.amazonaws.com',
  ]) {
    expect(isOfAws(`https://${host}`), host).toBe(true);
  }
  for (const url of [
    'http://s3.amazonaws.com',
    'https://amazonaws.com.evil.org',
    'https://evilamazonaws.com',
    'https://s3.amazonaws.com.evil.org',
    'https://abc123.execute-api.eu-west-1.amazonaws.com',
    'https://ABC123.EXECUTE-API.EU-WEST-1.AMAZONAWS.COM',
    'https://s3.execute-api.eu-west-1.amazonaws.com',
    'https://name-1.eu-west-1.elb.amazonaws.com',
    'https://ec2-192-0-2-1.eu-west-1.compute.amazonaws.com',
    'https://vpce-1.ssm.cn-north-1.vpce.amazonaws.com.cn/',
    'https://bucket.s3.eu-west-1.amazonaws.com',
  ]) {
    expect(isOfAws(url), url).toBe(false);
  }
});
