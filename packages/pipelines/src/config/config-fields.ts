import { holdsCredentials } from '@fraudx/core';
import type { ConfigOf } from '@fraudx/core/config';
import { about, configField, text } from '@fraudx/core/config';
import { dataFields, splitFields, validationFields } from '@fraudx/data/config';
import { evaluationFields } from '@fraudx/evaluation/config';
import { columnFields, featureFields } from '@fraudx/features/config';
import { modelFields } from '@fraudx/models/config';
import { promotionFields } from '@fraudx/promotion/config';
import { trackingFields } from '@fraudx/tracking/config';
import { tuningFields } from '@fraudx/tuning/config';
import { z } from 'zod';

/** Of a whole job, whatever it does. */
const jobFields = {
  seed: configField('trials', () => z.int().min(0).meta(about('Random seed; default 42', 42))),
  workers: configField('surroundings', () =>
    z.int().min(1).max(64).meta(about('Worker threads; default: the number of cores', 2)),
  ),
} as const;

/** How AWS is reached, by data at S3 and by promotions alike. */
const awsFields = {
  aws: configField('surroundings', () =>
    z
      .strictObject({
        // a name becomes a part of host names: anything else would lead to another host
        region: z
          .string()
          .regex(/^[a-z0-9-]+$/, 'must be letters, digits and "-", such as eu-central-1')
          .optional()
          .meta(about('Default: that of the AWS tools', 'eu-central-1')),
        profile: text().optional().meta(about('Default: that of the AWS tools', 'fraud')),
        endpointUrl: z
          .url()
          .refine((address) => !holdsCredentials(address), {
            error: 'must hold no user and password, got some',
          })
          // never quoted: what has no scheme, or a query, may hold a password
          .refine((address) => /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#@]*)?$/i.test(address), {
            error:
              'must be http:// or https:// with a host, without user and query, such as http://127.0.0.1:4566, got another one',
          })
          .optional()
          .meta(about('One endpoint for all services, e.g. of an emulator', 'http://127.0.0.1:5000')),
        writesPerSecond: z.number().gt(0).optional().meta(about('Pace of parameter writes; default 3', 3)),
      })
      .describe('How AWS is reached'),
  ),
} as const;

/** Every key of `fraudx.yaml`, in the order in which a template shows them; each package declares its own. */
export const configFields = {
  ...dataFields,
  ...columnFields,
  ...jobFields,
  ...splitFields,
  ...featureFields,
  ...validationFields,
  ...modelFields,
  ...tuningFields,
  ...evaluationFields,
  ...trackingFields,
  ...promotionFields,
  ...awsFields,
} as const;

/** A validated `fraudx.yaml`. Every key is optional. */
export type FraudxConfig = ConfigOf<typeof configFields>;
