import { createManualClock } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProductionIntegrator } from '../production-integrator.ts';
import { createInMemoryProduction, sampleRequest } from '../testing/index.ts';

async function withHistory(): Promise<ReturnType<typeof createInMemoryProduction>> {
  const production = createInMemoryProduction();
  const integrator = new ProductionIntegrator({ ...production, clock: createManualClock(Date.UTC(2026, 10, 21)) });
  await integrator.promoteToProduction(sampleRequest());
  await integrator.promoteToProduction(sampleRequest({ runId: 'run-2', hyperparameters: { eta: 0.2, num_round: 9 } }));
  await integrator.rollback();
  return production;
}

const reference = await withHistory();
const covered = [...reference.objects.objects.keys()].filter((key) => key !== 'production-model-config.yaml');

describe('verifyHistory', () => {
  it('is content with what was written', async () => {
    const verification = await new ProductionIntegrator(reference).verifyHistory();
    expect(verification).toMatchObject({ ok: true, entries: 3, problems: [] });
    expect(verification.head).toMatch(/^[0-9a-f]{64}$/);
    expect(covered.length).toBeGreaterThan(10);
  });

  it('finds any removed object and any changed value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...covered), fc.nat(), fc.boolean(), async (key, position, remove) => {
        const production = await withHistory();
        const { objects } = production.objects;
        const body = objects.get(key)!;
        const text = new TextDecoder().decode(body);
        // letters and digits of values: what a forger would change
        const places = [...text.matchAll(/[0-9a-z](?=[^:]*$)/gm)].map((match) => match.index);
        const at = places[position % places.length]!;
        const changed = text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
        if (remove) objects.delete(key);
        else objects.set(key, new TextEncoder().encode(changed));
        const { problems } = await new ProductionIntegrator(production).verifyHistory();
        const loose = /"(updatedAt|history|event)"/.test(lineAt(text, at)) || changed === text;
        if (!loose && objects.get(key) !== body) expect(problems.length, `${key} at ${at}`).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  it('finds an end that was cut off, and a swapped order', async () => {
    const cut = await withHistory();
    cut.objects.objects.delete('history/00000003.json');
    const [rollback] = await new ProductionIntegrator(cut).listPromotions();
    expect((await new ProductionIntegrator(cut).verifyHistory()).problems).toEqual([
      { key: `promotions/${rollback!.promotionId}.json`, problem: 'no entry names this journal' },
      { key: 'history-head.json', problem: 'does not point to the last entry' },
    ]);
    const swapped = await withHistory();
    const first = swapped.objects.objects.get('history/00000001.json')!;
    swapped.objects.objects.set('history/00000001.json', swapped.objects.objects.get('history/00000002.json')!);
    swapped.objects.objects.set('history/00000002.json', first);
    expect((await new ProductionIntegrator(swapped).verifyHistory()).ok).toBe(false);
  });
});

describe('verifyHistory over journals that no entry names', () => {
  const unnamed = { problem: 'no entry names this journal' };

  it('finds a journal that was slipped in', async () => {
    const { objects } = await withHistory();
    const key = [...objects.objects.keys()].find((key) => key.startsWith('promotions/promotion-000001'))!;
    const copy = 'promotions/promotion-000004-0a0b0c0d.json';
    const forged = new TextDecoder().decode(objects.objects.get(key)).replace('"dana"', '"mallory"');
    objects.objects.set(copy, new TextEncoder().encode(forged));
    const { problems } = await new ProductionIntegrator({ ...createInMemoryProduction(), objects }).verifyHistory();
    expect(problems).toEqual([{ key: copy, ...unnamed }]);
  });

  it('finds that the whole history is gone', async () => {
    const { objects } = await withHistory();
    for (const key of objects.objects.keys()) if (key.startsWith('history')) objects.objects.delete(key);
    const { problems } = await new ProductionIntegrator({ ...createInMemoryProduction(), objects }).verifyHistory();
    expect(problems).toHaveLength(3);
    expect(problems).toEqual(problems.map(({ key }) => ({ key, ...unnamed })));
  });

  it('finds an end that was cut off with the head set back', async () => {
    const { objects } = await withHistory();
    const last = JSON.parse(new TextDecoder().decode(objects.objects.get('history/00000002.json'))) as { hash: string };
    objects.objects.delete('history/00000003.json');
    const head = JSON.stringify({ sequence: 2, hash: last.hash });
    objects.objects.set('history-head.json', new TextEncoder().encode(head));
    const { problems } = await new ProductionIntegrator({ ...createInMemoryProduction(), objects }).verifyHistory();
    expect(problems).toEqual([{ key: expect.stringMatching(/^promotions\/rollback-000003/), ...unnamed }]);
  });
});

function lineAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at));
}
