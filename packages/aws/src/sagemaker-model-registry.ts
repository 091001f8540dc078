import { InvalidArgumentError, NotFoundError } from '@fraudx/core';
import type { ModelRegistry, RegistryVersion } from '@fraudx/promotion';
import { regionOfVersion } from './check-names.ts';
import { operationOf, type AwsClients } from './aws-clients.ts';
import { type AnswerField, checkedField } from './checked-answers.ts';
import { shownCause } from './shown-answers.ts';
import { translateAwsError } from './translate-aws-error.ts';

/** SageMaker Model Registry. The SDK's client is loaded when the registry is first asked. */
export class SageMakerModelRegistry implements ModelRegistry {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  /** @param version - ARN of a model package, or the name of one that has no versions. */
  async describeVersion(version: string): Promise<RegistryVersion> {
    const region = regionOfVersion(version);
    const { ssm } = this.#clients;
    const here = region === undefined ? region : await ssm.config.region();
    if (region !== here) {
      throw new InvalidArgumentError(`registry: version must be in region ${here}, got "${version}"`, {
        code: 'INVALID_REGISTRY_VERSION',
        hint: `Name a version of ${here}, or set aws.region to ${String(region)}.`,
      });
    }
    const { DescribeModelPackageCommand } = await import('@aws-sdk/client-sagemaker');
    const sagemaker = await this.#clients.sagemaker();
    try {
      const found = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: version }));
      const { ModelPackageArn: arn, ModelApprovalStatus: said } = found;
      const call = 'sagemaker DescribeModelPackage';
      const at = (field: string): AnswerField => ({ call, field });
      const status =
        said === undefined
          ? 'no approval status'
          : checkedField(this.#clients, at('ModelApprovalStatus'), 'word', said);
      const id = arn === undefined ? version : checkedField(this.#clients, at('ModelPackageArn'), 'modelPackage', arn);
      return { id, approved: status === 'Approved', status };
    } catch (error) {
      const absent = error instanceof Error && error.name === 'ValidationException';
      if (absent && /does not exist|not found|cannot find|could not find/i.test(error.message)) {
        throw new NotFoundError('REGISTRY_VERSION_NOT_FOUND', `registry: ${version} must exist, got none`, {
          details: { registryVersion: version },
          cause: shownCause(error, { credentials: this.#clients.learned.secrets }),
          hint: 'aws sagemaker list-model-packages shows the versions of a group.',
        });
      }
      throw translateAwsError(error, operationOf(this.#clients, 'sagemaker', 'DescribeModelPackage', version));
    }
  }
}
