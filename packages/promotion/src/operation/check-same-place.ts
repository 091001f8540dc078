import { InvalidArgumentError } from '@fraudx/core';
import type { PromotionJournal } from '../journal/journal.ts';

/** Which production a target is, fact by fact in words: account, region, bucket, key prefix, endpoint. */
export type ProductionPlace = Readonly<Record<string, string>>;

/** What an operation is about to be worked on with. */
export interface PlaceHere {
  /** Undefined for a target that has one place only. */
  readonly place?: (() => Promise<ProductionPlace>) | undefined;
  /** The state machine of the settings; null: none. Undefined: that of the journal, for a target that has one place only. */
  readonly machine?: string | null | undefined;
  /** The parameter path of the settings; undefined: that of the journal, for a target that has one place only. */
  readonly prefix?: string | undefined;
}

const settings: Readonly<Record<string, string>> = {
  account: 'aws.profile',
  region: 'aws.region',
  bucket: 'promotion.configBucket',
  'key prefix': 'promotion.keyPrefix',
  endpoint: 'aws.endpointUrl',
  'state machine': 'promotion.stateMachineArn',
  'parameter prefix': 'promotion.parameterPrefix',
};

/** "account 1, region eu-central-1", as older journals have it. */
function fromText(place: string): ProductionPlace {
  return Object.fromEntries(place.split(', ').map((fact) => fact.split(' ') as [string, string]));
}

/**
 * Keeps an operation from being rolled back or completed where it was not made: its parameters would look absent there, its config lies in a
 * bucket that can be reached from everywhere, and another state machine would run its pipeline.
 *
 * A journal is what somebody with access to the bucket wrote. Where there can be several places it never says by itself which parameters are written and
 * which state machine is started: both must be those of the settings, default path included.
 *
 * @throws {InvalidArgumentError} `OTHER_PLACE`, with every difference in `details.differences`; nothing was changed.
 */
export async function checkSamePlace(
  journal: Pick<PromotionJournal, 'id' | 'place' | 'prefix' | 'execution'>,
  at: PlaceHere,
): Promise<void> {
  const differences: { fact: string; begunWith: string; got: string }[] = [];
  const compare = (fact: string, begunWith = 'none', got = 'none'): void => {
    if (begunWith !== got) differences.push({ fact, begunWith, got });
  };
  if (journal.place !== undefined && at.place !== undefined) {
    const old = typeof journal.place === 'string';
    const there = typeof journal.place === 'string' ? fromText(journal.place) : journal.place;
    const here = await at.place();
    const facts = new Set([...Object.keys(there), ...(old ? [] : Object.keys(here))]);
    for (const fact of facts) compare(fact, there[fact], here[fact]);
  }
  const machine = journal.execution?.machine;
  if (machine !== undefined && at.machine !== undefined) compare('state machine', machine, at.machine ?? undefined);
  if (at.prefix !== undefined) compare('parameter prefix', journal.prefix, at.prefix);
  if (differences.length === 0) return;
  const texts = differences.map(({ fact, begunWith, got }) => `${fact} must be ${begunWith}, got ${got}`);
  // Facts of a journal are what somebody wrote: only those that have their form become advice.
  const ways = differences.flatMap(({ fact, begunWith }) => {
    const setting = Object.hasOwn(settings, fact) ? settings[fact]! : undefined;
    if (setting === undefined || !/^[\w.:/-]{1,300}$/.test(begunWith)) return [];
    if (begunWith === 'none') return `no ${setting}`;
    return fact === 'account' ? `${setting} of account ${begunWith}` : `${setting} ${begunWith}`;
  });
  throw new InvalidArgumentError(
    `promotions: ${journal.id} must be worked on where it was begun: ${texts.join('; ')}`,
    {
      code: 'OTHER_PLACE',
      details: {
        promotionId: journal.id,
        differences,
        settings: differences.flatMap(({ fact }) => (Object.hasOwn(settings, fact) ? settings[fact]! : [])),
      },
      hint: ['Nothing was changed.', ...(ways.length === 0 ? [] : [`If that is yours, set ${ways.join(', ')}.`])].join(
        ' ',
      ),
    },
  );
}
