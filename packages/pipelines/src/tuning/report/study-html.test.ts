import { Rng } from '@fraudx/core';
import type { Direction, Params, SearchSpaceInput, TrialHistory } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { studyHtml } from './study-html.ts';
import type { StudyReport } from './study-report.ts';

const startedAt = 1_764_000_000_000;

const usual: SearchSpaceInput = {
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  max_depth: { type: 'int', low: 2, high: 12 },
  grow_policy: ['depthwise', 'lossguide'],
  tree_method: { type: 'fixed', value: 'hist' },
};

/** A study whose values fall with the distance from the middle of its ranges. */
function reportOf(
  nTrials: number,
  {
    space: input = usual,
    directions = ['maximize'],
    ...more
  }: { space?: SearchSpaceInput; directions?: Direction[] } & Partial<StudyReport> = {},
): StudyReport {
  const space = parseSearchSpace(input);
  const rng = new Rng(7);
  const history = Array.from({ length: nTrials }, (_, trial): TrialHistory => {
    let value = 0.9;
    const params: Params = Object.fromEntries(
      Object.entries(space).map(([name, dimension]) => {
        const u = rng.uniform();
        value -= (u - 0.5) ** 2 / 4;
        if (dimension.type === 'fixed') return [name, dimension.value];
        if (dimension.type === 'categorical') return [name, dimension.values[Math.floor(u * dimension.values.length)]!];
        const { type, low, high, log } = dimension;
        const place = log ? low * (high / low) ** u : low + u * (high - low);
        return [name, type === 'int' ? Math.round(place) : place];
      }),
    );
    const values =
      directions.length === 1 ? { value } : { values: directions.map((__, i) => value + i * rng.uniform()) };
    return { trial, params, state: 'complete', ...values, durationMs: 1000 };
  });
  const study = {
    studyId: 'run-01jc9v0000-abcdefghjk',
    name: 'cards',
    createdAt: startedAt,
    spec: {
      formatVersion: 4,
      space,
      sampler: { name: 'tpe', options: { nStartupTrials: 5 } },
      directions,
      seed: 7,
      lag: 8,
    },
  } as const;
  return { study, history, writtenAt: startedAt + 60_000, ...more };
}

/** No tag, attribute or text that could run or reach something; nothing that should have been a number. */
function checkPage(html: string): void {
  for (const [tag] of html.matchAll(/<(?!!doctype)[^>]*>/g)) {
    expect(tag.replaceAll(/="[^"]*"/g, '=""')).not.toMatch(/^<(?:script|img|iframe|link)\b| on\w+=| href=| src=/i);
  }
  expect(html).not.toMatch(/>(?:[^<]* )?(?:NaN|Infinity|undefined)\b/);
  expect(html).toContain("default-src 'none'");
}

function titlesOf(html: string): string[] {
  return [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title!);
}

describe('studyHtml', () => {
  it('has facts, the best trial to copy, tables and pictures', async () => {
    const html = await studyHtml(
      reportOf(30, {
        metric: 'recall',
        starts: new Map([
          [0, startedAt],
          [1, startedAt + 900],
        ]),
      }),
    );
    checkPage(html);
    expect(titlesOf(html)).toEqual([
      'Best trial',
      'How far the best trial can be trusted',
      'Course of the search',
      'The best 10 trials',
      'Importance of hyperparameters',
      'Values by hyperparameter',
      'Hyperparameters together',
    ]);
    expect(html).toMatch(
      /<pre>params:\n {2}eta: [\d.e-]+\n {2}max_depth: \d+\n {2}grow_policy: &quot;\w+&quot;\n {2}tree_method: &quot;hist&quot;\n<\/pre>/,
    );
    for (const text of [
      '<h1>cards</h1>',
      'run-01jc9v0000-abcdefghjk',
      'tpe {&quot;nStartupTrials&quot;:5}',
      'recall, maximize',
      'fANOVA',
      'PED-ANOVA',
      'Optimization history',
      'Timeline',
      'Parallel coordinates',
      'Distribution of values',
      'Ranks over two hyperparameters',
    ])
      expect(html).toContain(text);
    expect(await studyHtml(reportOf(30, { metric: 'recall' }))).toBe(
      await studyHtml(reportOf(30, { metric: 'recall' })),
    );
  });

  it.each([
    [0, ['Best trial']],
    [1, ['Best trial', 'Course of the search', 'The best 1 trials']],
    [
      2,
      [
        'Best trial',
        'How far the best trial can be trusted',
        'Course of the search',
        'The best 2 trials',
        'Values by hyperparameter',
        'Hyperparameters together',
      ],
    ],
  ])('works with %s trials', async (n, titles) => {
    const html = await studyHtml(reportOf(n));
    checkPage(html);
    expect(titlesOf(html)).toEqual(titles);
    if (n === 0) expect(html).toContain('No trial is complete yet.');
  });

  it.each([
    ['one hyperparameter', { eta: { type: 'float', low: 0, high: 1 } }],
    ['choices', { a: ['x', 'y'], b: [true, false], c: [1, '1', 2] }],
    ['one value each', { a: { type: 'fixed', value: 3 }, b: { type: 'int', low: 4, high: 4 }, c: ['x'] }],
  ] as [string, SearchSpaceInput][])('works with %s', async (_, space) => {
    const html = await studyHtml(reportOf(25, { space }));
    checkPage(html);
    expect(titlesOf(html)).toContain('The best 10 trials');
  });

  it('shows the front of several directions instead of a history', async () => {
    const html = await studyHtml(reportOf(40, { directions: ['maximize', 'minimize', 'maximize'] }));
    checkPage(html);
    expect(html).not.toContain('Optimization history');
    expect(html.match(/>Pareto front</g)).toHaveLength(3);
    expect(titlesOf(html)).toEqual(
      expect.arrayContaining(['Trials that no other one beats', 'Importance of hyperparameters: value 3']),
    );
  });

  it('shows reports that are not finite, pruned, failed and running trials', async () => {
    const report = reportOf(12);
    const { params } = report.history[0]!;
    const odd: TrialHistory[] = [
      {
        trial: 12,
        params,
        state: 'pruned',
        reports: [
          [1, 0.2],
          [2, Number.NaN],
          [3, -Infinity],
        ],
        durationMs: 5,
      },
      { trial: 13, params, state: 'failed', error: 'no room', durationMs: 5 },
      { trial: 14, params, state: 'failed', error: 'no room', durationMs: 5 },
      { trial: 15, params, state: 'running', reports: [[1, 0.3]] },
    ];
    const starts = new Map([
      [13, startedAt],
      [15, startedAt + 30_000],
    ]);
    const html = await studyHtml({ ...report, history: [...report.history, ...odd], starts });
    checkPage(html);
    for (const text of ['Intermediate values', '>13, 14<', '>no room<', '>running<', 'Timeline'])
      expect(html).toContain(text);
  });

  it('says how far the best trial can be trusted, where folds or blocks are known', async () => {
    const report = reportOf(20, { metric: 'recall' });
    const history = report.history.map((trial) => ({
      ...trial,
      foldValues: { recall: [0.5, 0.6 + trial.trial / 100] },
    }));
    const html = await studyHtml({ ...report, history });
    expect(html).toMatch(/standard error of the best value is 0\.\d+; \d+ of 20 trials lie within it/);
    expect(html).toMatch(/expect less on data that had no part in the choice/);
  });

  it('shows an imported study with conditional hyperparameters', async () => {
    const report = reportOf(40);
    const history = report.history.map((trial): TrialHistory => {
      const { max_depth: left, ...rest } = trial.params;
      return { ...trial, params: trial.trial % 3 === 0 ? { ...rest, max_depth: left! } : rest };
    });
    const spec = { ...report.study.spec, sampler: { name: 'imported' } };
    const html = await studyHtml({ ...report, history, study: { ...report.study, spec } });
    checkPage(html);
    for (const text of ['<dt>imported</dt>', '<td>–</td>', 'it has no share for those that some trials lack'])
      expect(html).toContain(text);
    for (const text of ['<dt>pruner</dt>', '<dt>seed</dt>']) expect(html).not.toContain(text);
    expect(html).toMatch(/aria-label="Value over (?:eta and grow_policy|grow_policy and eta)"/);
  });

  it('takes nothing of a name, text or choice for markup', async () => {
    const evil = [
      '<script>alert(1)</script>',
      '" onload="alert(1)',
      '</style><img src=x onerror=alert(1)>',
      'constructor',
      '__proto__',
      'a\u2028b',
      'a: [b]\n# c',
    ];
    const space = Object.fromEntries(
      evil.map((name, i) => [name, i % 2 === 0 ? [...evil] : { type: 'float', low: 0, high: 1 }]),
    ) as SearchSpaceInput;
    const report = reportOf(30, { space, metric: evil[0]! });
    const history = report.history.map((trial): TrialHistory =>
      trial.trial > 0
        ? trial
        : { trial: 0, params: trial.params, state: 'failed', error: evil[2]!.repeat(100), durationMs: 1 },
    );
    const html = await studyHtml({ ...report, history, study: { ...report.study, name: evil[2]! } });
    checkPage(html);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('  &quot;a: [b]\\n# c&quot;: ');
  });

  it('stays small with 10 000 trials', { timeout: 60_000 }, async () => {
    const report = reportOf(10_000);
    const starts = new Map(report.history.map(({ trial }) => [trial, startedAt + 100 * trial]));
    const history = report.history.map((trial): TrialHistory => ({
      ...trial,
      reports: Array.from({ length: 10 }, (_, step) => [step, trial.trial + step]),
    }));
    const html = await studyHtml({ ...report, history, starts });
    checkPage(html);
    expect(html.length).toBeLessThan(2_000_000);
    expect(html).toContain('fANOVA, from 2,000 of the trials');
  });
});
