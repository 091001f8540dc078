import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalWorkspace } from '@fraudx/local';
import { studyPartId } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

interface Outer {
  readonly value: number;
  readonly folds: readonly object[];
}

/** Payments of which large ones are fraud more often, so that searches have something to choose. */
function payments(n: number): string {
  const lines = Array.from({ length: n }, (_, i) => {
    const amount = (i * 7919) % 500;
    const hour = (i * 31) % 24;
    const fraud = Number((i * 104_729) % 1000 < amount && (i * 13) % 7 < 2);
    return `${amount},${hour},${(i * 17) % 11},${fraud}`;
  });
  return `amount,hour,shop,fraud\n${lines.join('\n')}\n`;
}

describe('fraudx tune --outer-folds', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const search = 'tune --trials 6 --outer-folds 2 --param num_round=60 --strategy tpe --workers 1 --seed 9';
  const args = [...search.split(' '), '--json', '--study'];

  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'd.csv'), payments(3000));
    await writeFile(join(sandbox.folder, 'few.csv'), payments(100));
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: d.csv\ntarget: fraud\nsplit: { strategy: stratified }\n',
    );
  });
  afterAll(() => sandbox.close());

  /** What the search of an outer fold has done: its trials that have ended, as they are stored. */
  async function trialsOf(study: string, fold: number): Promise<readonly object[]> {
    await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
    const found = (await workspace.studies.listStudies()).find(({ name }) => name === study);
    if (found === undefined) return [];
    const id = studyPartId(found.studyId, `outer-${fold}-of-2`);
    return await workspace.studies.listTrials(id).catch(() => []);
  }

  const outerOf = (json: Record<string, unknown>): Outer => json['outer'] as Outer;

  it('goes on where it was killed, twice, and ends as if it had never been killed', async () => {
    const whole = await sandbox.fraudx([...args, 'whole']);
    expect(whole.code, whole.stderr).toBe(0);
    expect(outerOf(whole.json()).folds).toHaveLength(2);
    for (const fold of [1, 2]) {
      const killed = await sandbox.fraudx([...args, 'killed'], {
        killWhen: async () => (await trialsOf('killed', fold)).length >= 2,
      });
      expect(killed.code, killed.stderr).toBeNull();
    }
    const before = [await trialsOf('killed', 1), await trialsOf('killed', 2)];
    const resumed = await sandbox.fraudx(['tune', '--resume', 'killed', '--json']);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(outerOf(resumed.json())).toEqual(outerOf(whole.json()));
    expect(resumed.json()['metrics']).toEqual(whole.json()['metrics']);
    // trials that had ended are not repeated, which their durations would show
    for (const [i, trials] of before.entries()) {
      expect((await trialsOf('killed', i + 1)).slice(0, trials.length)).toEqual(trials);
    }
  });

  it('is shared by two processes, which report the same', async () => {
    const both = await Promise.all([1, 2].map(() => sandbox.fraudx([...args, 'shared'])));
    for (const one of both) expect(one.code, one.stderr).toBe(0);
    const whole = await sandbox.fraudx([...args, 'whole']);
    for (const one of both) expect(outerOf(one.json())).toEqual(outerOf(whole.json()));
  });

  it('says so in plain lines, lists no study but that of the name, and deletes all with it', async () => {
    const { stdout } = await sandbox.fraudx([...search.split(' '), '--study', 'whole']);
    expect(stdout).toMatch(
      /search +average_precision 0\.\d+ \[.*\] on rows that no trial of its search has seen, the mean over 2 nested folds/,
    );
    expect(stdout).toMatch(/gain +-?0\.\d+ \[.*\] over the defaults/);
    const listed = await sandbox.fraudx(['studies', 'list']);
    const names = listed.stdout.split('\n').flatMap((line) => /^(\w+) +run-/.exec(line)?.[1] ?? []);
    expect(names.toSorted()).toEqual(['killed', 'shared', 'whole']);
    expect(await trialsOf('shared', 1)).toHaveLength(6);
    await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
    const { studyId } = (await workspace.studies.listStudies()).find(({ name }) => name === 'shared')!;
    expect((await sandbox.fraudx(['studies', 'delete', 'shared', '--yes'])).code).toBe(0);
    await expect(workspace.studies.getStudy(studyPartId(studyId, 'outer-1-of-2'))).rejects.toMatchObject({
      code: 'STUDY_NOT_FOUND',
    });
  });

  it.each([
    [['--data', 'few.csv'], 'OUTER_FOLD_TOO_SMALL', '--outer-folds'],
    [['--metric', 'total_cost'], 'OUTER_FOLDS_METRIC', '--metric'],
    [['--metric', 'recall', '--metric', 'precision'], 'SEVERAL_METRICS', '--outer-folds'],
  ])('refuses %j', async (more, code, flag) => {
    const refused = await sandbox.fraudx(['tune', '--outer-folds', '2', '--trials', '2', ...more, '--json']);
    expect([refused.code, refused.json()]).toMatchObject([2, { error: { code } }]);
    const text = await sandbox.fraudx(['tune', '--outer-folds', '2', '--trials', '2', ...more]);
    expect(text.stderr).toContain(flag);
    expect(text.stderr).not.toContain('    at ');
  });
});
