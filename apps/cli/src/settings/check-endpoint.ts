import { InvalidArgumentError } from '@fraudx/core';
import type { Io } from '../io.ts';
import { note } from '../output/warnings.ts';

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** Hosts of the services that are called, such as `s3.eu-central-1.amazonaws.com` and `s3-fips.dualstack.us-east-1.amazonaws.com`. */
const serviceHost =
  /^(?:(?:s3|ssm|sts|states)(?:-fips)?|api(?:-fips)?\.sagemaker)(?:\.dualstack)?(?:\.[a-z]{2}(?:-[a-z]+)+-\d+)?\.amazonaws\.com(?:\.cn)?$/i;

/**
 * Whether an address is that of a service of AWS itself: requests are encrypted and no stranger listens there. Other hosts of `amazonaws.com` can belong to
 * anybody with an account, such as those of API Gateway, load balancers and VPC endpoints.
 */
export function isOfAws(endpointUrl: string): boolean {
  const { protocol, hostname } = new URL(endpointUrl);
  return protocol === 'https:' && serviceHost.test(hostname);
}

/**
 * Looks at the address of AWS services that a config gives which was found, or which others can replace: requests go there with the key id and the session token of this user.
 *
 * One without encryption is refused unless it is on this machine, where another user may listen; any other is announced, also with `--quiet`. Credentials
 * of AWS are refused there once they are known, unless {@link isOfAws}.
 *
 * @throws {InvalidArgumentError} `ENDPOINT_NOT_ENCRYPTED`.
 */
export function checkEndpoint(endpointUrl: string, configPath: string, io: Pick<Io, 'err'>): void {
  const { protocol, hostname, host } = new URL(endpointUrl);
  if (protocol !== 'https:' && !loopback.test(hostname)) {
    throw new InvalidArgumentError(
      `aws.endpointUrl must begin with https:// where it is not on this machine, got ${endpointUrl} in ${configPath}`,
      {
        code: 'ENDPOINT_NOT_ENCRYPTED',
        details: { endpointUrl, config: configPath },
        hint: 'If you trust it, name it by AWS_ENDPOINT_URL, or name a config that nobody else can replace: --config PATH.',
      },
    );
  }
  note(io, `aws.endpointUrl of ${configPath} sends requests for AWS to ${host}`);
}
