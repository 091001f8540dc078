/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { about, configField, text } from '@fraudx/core/config';
import { z } from 'zod';

/** The key of a config that says where production is and what a promotion needs. */
export const promotionFields = {
  promotion: configField('surroundings', () =>
    z
      .strictObject({
        target: z.enum(['local', 'aws']).optional().meta(about('Where production is: local (default) or aws', 'local')),
        parameterPrefix: z
          .string()
          .startsWith('/')
          .optional()
          .meta(
            about(
              'Path of the parameters; default /fraud-detection/hyperparameters',
              '/fraud-detection/hyperparameters',
            ),
          ),
        configBucket: z
          .string()
          .optional()
          .meta(about('Bucket for config, archive, backups and journal (target aws)', 'my-config-bucket')),
        keyPrefix: z.string().optional().meta(about('Folder inside the bucket (target aws); default none', 'fraud')),
        stateMachineArn: z
          .string()
          .optional()
          .meta(
            about(
              'Pipeline to start (target aws)',
              'arn:aws:states:eu-central-1:123456789012:stateMachine:FraudDetectionTrainingWorkflow',
            ),
          ),
        approvedBy: z
          .string()
          .optional()
          .meta(about('Who approves promotions, where the promotion itself names nobody', 'Ana Díaz')),
        requireApprover: z
          .boolean()
          .optional()
          .meta(
            about(
              'Refuse to promote and roll back without a named approver; default: for every target but local',
              true,
            ),
          ),
        registryVersion: text()
          .optional()
          .meta(
            about(
              'Version in the model registry that must be approved: the ARN of a model package (target aws)',
              'arn:aws:sagemaker:eu-central-1:123456789012:model-package/fraud/3',
            ),
          ),
        trigger: z.boolean().optional().meta(about('Start the pipeline; default for the local target only', true)),
        prune: z
          .boolean()
          .optional()
          .meta(about('Remove parameters that the new set does not have; default false', false)),
      })
      .describe('What a promotion needs'),
  ),
} as const;
