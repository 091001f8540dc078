import { createManualClock, OutsideError, sha256 } from '@fraudx/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProductionIntegrator } from '../production-integrator.ts';
import { createInMemoryProduction, sampleRequest, watchPorts } from '../testing/index.ts';

type Json = Record<string, unknown>;
type Change = (journal: Json & { config: Json; writes: Json[]; request: Json; backup: Json }) => void;

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const decode = (body: Uint8Array): never => JSON.parse(new TextDecoder().decode(body)) as never;
const clock = createManualClock(Date.UTC(2026, 10, 21));

describe('the journal of an unfinished operation', () => {
  let production: ReturnType<typeof createInMemoryProduction>;
  let integrator: ProductionIntegrator;
  /** Where the journal lies that is about to be changed. */
  let key = '';

  /** Production after one promotion, and an operation that was cut off after its first write. */
  async function cutOff(operation: (integrator: ProductionIntegrator) => Promise<unknown>): Promise<void> {
    production = createInMemoryProduction();
    integrator = new ProductionIntegrator({ ...production, clock, sleep: async () => {} });
    await integrator.promoteToProduction(sampleRequest());
    await production.parameters.put({ name: '/prod/db', value: 'x', type: 'String', expectedVersion: 0 });
    let isOff = false;
    const lost = watchPorts(production, {
      before: ({ subject }) => {
        if (isOff && subject !== 'locks/promotion.json') throw new OutsideError('NETWORK', 'gone', { retryable: true });
      },
      after: ({ port, changes }) => {
        isOff ||= port === 'parameters' && changes;
      },
    });
    await expect(operation(new ProductionIntegrator({ ...lost, clock, sleep: async () => {} }))).rejects.toThrow(
      'gone',
    );
    key = [...production.objects.objects.keys()].find(
      (name) => name.includes('-000002-') && name.startsWith('promotions/'),
    )!;
  }

  async function refused(change: Change, field: string): Promise<void> {
    const { objects } = production.objects;
    const before = objects.get(key)!;
    const journal = decode(before) as Parameters<Change>[0];
    change(journal);
    objects.set(key, encode(journal));
    const state = async (): Promise<string> =>
      JSON.stringify([
        await production.parameters.list(''),
        [...objects].filter(([name]) => !name.startsWith('locks/')),
      ]);
    const was = await state();
    for (const attempt of [
      () => integrator.resume(),
      () =>
        integrator.promoteToProduction(sampleRequest({ runId: 'run-3', hyperparameters: { eta: 0.5, num_round: 5 } })),
      () => integrator.rollback(undefined, { force: true }),
    ]) {
      const error: unknown = await attempt().catch((caught: unknown) => caught);
      expect(error, field).toMatchObject({ kind: 'outside', code: 'JOURNAL_DAMAGED' });
      expect((error as OutsideError).message).toContain(
        `memory://${key} must be as fraudx wrote it, got something else in`,
      );
      expect((error as OutsideError).details['fields'], field).toContain(field);
    }
    expect(await state(), field).toBe(was);
    objects.set(key, before);
  }

  describe('of a promotion', () => {
    beforeEach(async () => {
      const request = sampleRequest({ runId: 'run-2', hyperparameters: { eta: 0.2, num_round: 9 } });
      await cutOff((cut) => cut.promoteToProduction(request));
    });

    it('is followed as fraudx wrote it', async () => {
      expect((await integrator.resume()).state).toBe('DONE');
    });

    it('leads to no other object', async () => {
      await refused(({ config }) => (config['key'] = 'x/.bash_profile'), 'config.key');
      await refused(({ config }) => (config['archiveKey'] = 'archive/../x'), 'config.archiveKey');
      await refused(({ config }) => (config['archiveKey'] = 'promotions/x'), 'config.archiveKey');
      await refused(({ config }) => (config['previousArchiveKey'] = 'history-head.json'), 'config.previousArchiveKey');
      await refused(({ backup }) => (backup['key'] = 'backups/b.json'), 'backup.key');
      await refused((journal) => (journal['id'] = 'promotion-000002-aaaaaaaa'), 'id');
    });

    it('names no run like an option, as messages propose commands with it', async () => {
      await refused(({ request }) => (request['runId'] = '--config=notes.yaml'), 'request.runId');
    });

    it('writes no other config', async () => {
      await refused(({ config }) => (config['content'] = 'mine: 1\n'), 'config.content');
      const mine = { content: 'mine: 1\n', newSha256: sha256('mine: 1\n'), archiveKey: undefined };
      await refused(({ config }) => void Object.assign(config, mine), 'config.content');
      const gone = { action: 'delete', content: null, newSha256: null, archiveKey: undefined };
      await refused(({ config }) => void Object.assign(config, gone), 'config.content');
      await refused(({ config }) => (config['oldEtag'] = null), 'config.oldEtag');
    });

    it('writes and removes no other parameter', async () => {
      const db = { name: '/prod/db', action: 'delete', type: 'String', oldVersion: 1, status: 'planned' };
      await refused(({ writes }) => writes.push(db), 'writes.2.name');
      await refused(
        ({ writes }) => void Object.assign(writes[0]!, { action: 'delete', newValue: undefined }),
        'writes',
      );
      await refused(({ writes }) => void writes.pop(), 'writes');
      await refused(({ request }) => void Object.assign(request, { prune: true }), 'writes');
      await refused(({ request }) => void Object.assign(request['hyperparameters'] as Json, { 'a/b': 1 }), 'writes');
      await refused((journal) => (journal['prefix'] = '/prod'), 'writes.0.name');
    });

    it('starts no other execution', async () => {
      await refused((journal) => Object.assign(journal['execution'] as Json, { name: 'mine' }), 'execution');
      await refused((journal) => Object.assign(journal['execution'] as Json, { input: '{}' }), 'execution');
      await refused((journal) => delete journal['execution'], 'execution');
    });
  });

  it('of a rollback restores nothing but what was there before the promotion', async () => {
    await cutOff((cut) => cut.rollback());
    const other = { action: 'put', content: 'mine: 1\n', newSha256: sha256('mine: 1\n') };
    await refused(({ config }) => void Object.assign(config, other), 'config.content');
    await refused(({ writes }) => (writes[0]!['name'] = '/fraud-detection/hyperparameters/other'), 'writes');
    await refused(({ writes }) => (writes[0]!['oldVersion'] = 7), 'writes');
    await refused((journal) => (journal['execution'] = { name: 'e', input: '{}', status: 'planned' }), 'execution');
    expect((await integrator.resume()).state).toBe('DONE');
  });
});
