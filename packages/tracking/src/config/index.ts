/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { about, configField, text } from '@fraudx/core/config';
import { z } from 'zod';

/** The keys of a config that say where and under which name runs are kept. */
export const trackingFields = {
  experiment: configField('surroundings', () =>
    text().meta(about('Name that groups runs; default "default"', 'default')),
  ),
  tracking: configField('surroundings', () =>
    z
      .strictObject({
        folder: text()
          .optional()
          .meta(
            about(
              'Where runs, models and production live, in the folder of the config unless the config is named; default .fraudx beside it',
              '.fraudx',
            ),
          ),
      })
      .describe('Where runs are kept'),
  ),
} as const;
