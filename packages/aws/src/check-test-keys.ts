import { InvalidArgumentError } from '@fraudx/core';

/**
 * Refuses credentials with the key id of a user or a session of AWS at an endpoint that others may have named; those of emulators are taken.
 *
 * @throws {InvalidArgumentError} `ENDPOINT_NOT_NAMED`.
 */
export function checkTestKeys(
  { accessKeyId = '' }: { readonly accessKeyId?: string },
  endpointUrl: string | undefined,
): void {
  if (endpointUrl === undefined || !/^A[KS]IA[A-Z0-9]{12,}$/.test(accessKeyId)) return;
  throw new InvalidArgumentError(
    `aws: an endpoint for credentials of AWS must be named by the user, got ${endpointUrl} from a config that nobody named or that others can replace`,
    {
      code: 'ENDPOINT_NOT_NAMED',
      details: { endpointUrl, settings: ['aws.endpointUrl'] },
      hint: 'If you trust who listens there, name the endpoint, also by AWS_ENDPOINT_URL, or a config that nobody else can replace. Keys of an emulator, such as test, need no name.',
    },
  );
}
