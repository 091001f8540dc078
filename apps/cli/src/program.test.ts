import { knownAlgorithmNames, knownSamplerNames, knownSplitNames } from '@fraudx/core';
import { behaviourStatistics } from '@fraudx/features';
import { describe, expect, it, vi } from 'vitest';
import type { CommandResult, ProgramDeps } from './command.ts';
import { statistics } from './commands/features/command.ts';
import { createProgram } from './program.ts';
import { fakeIo } from './testing/fake-io.ts';

function depsWith(out: string[], err: string[]): ProgramDeps {
  const io = fakeIo('/nowhere', { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { io, finish: vi.fn<(result: CommandResult) => void>() };
}

/** Parses without running: replaces the action of every command by one that keeps the parsed values. */
async function parsed(
  argv: readonly string[],
): Promise<{ path: string; args: unknown[]; options: Record<string, unknown> }> {
  const program = createProgram(depsWith([], []));
  let found: { path: string; args: unknown[]; options: Record<string, unknown> } | undefined;
  const visit = (command: typeof program, path: string): void => {
    for (const child of command.commands) {
      const name = path === '' ? child.name() : `${path} ${child.name()}`;
      if (child.commands.length > 0) visit(child, name);
      else
        child.action(
          (...all: unknown[]) =>
            void (found = { path: name, args: all.slice(0, -2), options: all.at(-2) as Record<string, unknown> }),
        );
    }
  };
  visit(program, '');
  await program.parseAsync([...argv], { from: 'user' });
  return found!;
}

describe('createProgram', () => {
  it.each([
    ['tune --strategy random', 'tune', { strategy: 'random' }],
    ['promote', 'promote', {}],
    ['promote --dry-run --json', 'promote', { dryRun: true, json: true }],
    ['promote --no-trigger --approved-by Ada', 'promote', { trigger: false, approvedBy: 'Ada' }],
    [
      'train --data a.csv --target y --drop a,b --drop c --test-fold 5:4 --param max_depth=6 --param eta=0.1 --param booster=gbtree --seed 3',
      'train',
      {
        data: 'a.csv',
        target: 'y',
        drop: ['a', 'b', 'c'],
        testFold: '5:4',
        param: { max_depth: 6, eta: 0.1, booster: 'gbtree' },
        seed: 3,
      },
    ],
    ['tune --trials 5 --workers 2 --split time --time t', 'tune', { trials: 5, workers: 2, split: 'time', time: 't' }],
    ['data generate --output x.csv --rows 10', 'data generate', { output: 'x.csv', rows: 10 }],
    [
      'features build --output x.csv --window-days 1,2.5 --delay-days 0 --statistics sum,max',
      'features build',
      { windowDays: [1, 2.5], delayDays: 0, statistics: ['sum', 'max'] },
    ],
    ['runs list --where "a" --limit 3', 'runs list', { where: '"a"', limit: 3 }],
  ])('parses "%s"', async (line, path, options) => {
    const found = await parsed(line.split(' '));
    expect(found.path).toBe(path);
    expect(found.options).toMatchObject(options);
  });

  it.each([
    ['train --seed -1', /'-1' is invalid. It must be a whole number >= 0\./],
    ['train --seed x', /whole number/],
    ['train --test-size 1.5', /number between 0 and 1/],
    ['train --param max_depth', /form name=value/],
    ['tune --strategy genetic', /Allowed choices are grid, random/],
    ['tune --strategy sobl', /Did you mean sobol\?/],
    ['train --algorithm randomforest', /Allowed choices are xgboost, .* Did you mean random-forest\?/],
    ['train --split gruped', /Did you mean grouped\?/],
    ['runs list --kind evaluaton', /Did you mean evaluation\?/],
    ['features build --output x.csv --window-days 0', /numbers > 0/],
    ['features build --output x.csv --delay-days -1', /number >= 0/],
    ['tuen', /unknown command 'tuen'/],
    ['train --tagret y', /unknown option '--tagret'/],
    ['data generate', /required option '--output/],
  ])('refuses "%s"', async (line, message) => {
    const err: string[] = [];
    await expect(createProgram(depsWith([], err)).parseAsync(line.split(' '), { from: 'user' })).rejects.toThrow(
      message,
    );
    expect(err.join('')).toMatch(message);
  });

  it('lists every algorithm, sampler and split in help and completion', () => {
    const tune = createProgram(depsWith([], [])).commands.find((command) => command.name() === 'tune')!;
    const offered = (flag: string) => tune.options.find(({ long }) => long === flag)?.argChoices;
    expect(offered('--algorithm')).toEqual(knownAlgorithmNames());
    expect(offered('--strategy')).toEqual(knownSamplerNames());
    expect(offered('--split')).toEqual(knownSplitNames());
  });

  it('offers every statistic of features build', () => {
    expect(statistics).toEqual(behaviourStatistics);
  });

  it('gives every command --json, --config, --quiet, --verbose and two examples', () => {
    const program = createProgram(depsWith([], []));
    const leaves: (typeof program)[] = [];
    const visit = (command: typeof program): void => {
      if (command.commands.length === 0) leaves.push(command);
      for (const child of command.commands) visit(child);
    };
    visit(program);
    expect(leaves.length).toBeGreaterThan(10);
    for (const command of leaves) {
      const flags = command.options.map((option) => option.long);
      expect(flags, command.name()).toEqual(
        expect.arrayContaining(['--json', '--config', '--folder', '--quiet', '--verbose']),
      );
      const out: string[] = [];
      command.configureOutput({ writeOut: (text) => out.push(text) });
      command.outputHelp();
      expect(out.join('').match(/^ {2}\$ fraudx /gm)?.length, command.name()).toBeGreaterThanOrEqual(2);
    }
  });
});
