/** The commands that are disturbed, with the state that each must leave. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLocalWorkspace } from '@fraudx/local';
import { awsTarget } from './aws-target.ts';
import type { Ended } from './fraudx-process.ts';
import { runFraudx } from './fraudx-process.ts';
import type { Job, Prepared } from './job.ts';
import { expectEqual, must, twoRuns } from './job.ts';
import { localTarget, promotionJobs } from './promotion-jobs.ts';

function studyIn(folder: string): string | undefined {
  const path = join(folder, '.fraudx/fraudx.db');
  if (!existsSync(path)) return undefined;
  const db = new DatabaseSync(path);
  try {
    return (db.prepare('SELECT study_id FROM studies').get() as { study_id: string } | undefined)?.study_id;
  } catch {
    // killed before the tables were made
    return undefined;
  } finally {
    db.close();
  }
}

interface TuneReport {
  readonly trials: readonly { readonly params: unknown; readonly value?: number }[];
}

/** A study of six trials, resumed where it stopped. */
export const tune: Job = {
  name: 'tune',
  prepare: async (folder) => {
    await twoRuns(folder);
    const shared = ['--workers', '1', '--json'];
    const command = [
      'tune',
      '--folder',
      'study',
      '--strategy',
      'random',
      '--trials',
      '6',
      '--param',
      'num_round=5',
      '--seed',
      '5',
      ...shared,
    ];
    const found = (ended: Ended): unknown =>
      (JSON.parse(ended.stdout) as TuneReport).trials.map(({ params, value }) => [params, value]);
    const expected = found(await must(command.with(2, 'whole'), folder));
    return {
      command: command.map((word) => (word === 'study' ? '.fraudx' : word)),
      again: (at) => {
        const study = studyIn(at);
        return study === undefined
          ? command.map((word) => (word === 'study' ? '.fraudx' : word))
          : ['tune', '--resume', study, ...shared];
      },
      either: () => {},
      done: async (at, last) => {
        await using workspace = await openLocalWorkspace(join(at, '.fraudx'));
        const [study] = await workspace.studies.listStudies();
        const trials = await workspace.studies.listTrials(study!.studyId);
        expectEqual(
          'trials of the store',
          trials.map(({ params, value }) => [params, value]),
          expected,
        );
        // a closed pipe takes nothing, or not all of it
        if (last.code === 0) expectEqual('trials', found(last), expected);
      },
    };
  },
};

/** A command that writes one file in place of an older one. */
function writesFile(name: string, file: string, command: readonly string[]): Job {
  return {
    name,
    prepare: async (folder) => {
      await twoRuns(folder);
      const expected = await must(command, folder).then(() => readFileSync(join(folder, file)));
      const old = Buffer.from('old\n');
      writeFileSync(join(folder, file), old);
      const content = (at: string): Buffer => readFileSync(join(at, file));
      return {
        command,
        again: () => command,
        either: (at) => {
          if (!content(at).equals(old) && !content(at).equals(expected)) throw new Error(`${file} is half-written`);
        },
        done: async (at) => {
          if (!content(at).equals(expected)) throw new Error(`${file} is not what an uninterrupted command writes`);
        },
      };
    },
  };
}

/** Commands that write into the folder and nowhere else. */
export const localJobs: readonly Job[] = [
  ...promotionJobs(localTarget),
  tune,
  writesFile('predict', 'p.csv', ['predict', '--data', 'd.csv', '--keep', 'id', '--output', 'p.csv', '--force']),
  writesFile('features build', 'f.csv', [
    'features',
    'build',
    '--data',
    'd.csv',
    '--output',
    'f.csv',
    '--force',
    '--time',
    'time',
    '--entity',
    'customer',
    '--terminal',
    'terminal',
    '--amount',
    'amount',
    '--target',
    'fraud',
  ]),
];

/** All commands that write. */
export const jobs: readonly Job[] = [...localJobs, ...promotionJobs(awsTarget)];

/** A prepared folder that several scenarios copy. */
export interface Template {
  readonly folder: string;
  readonly prepared: Prepared;
  /** How long the undisturbed command takes. */
  readonly ms: number;
}

const templates = new Map<Job, Promise<Template>>();

/** The template of a job, made once per process. */
export async function templateOf(job: Job, shared: string): Promise<Template> {
  const make = async (): Promise<Template> => {
    const folder = join(shared, job.name.replaceAll(' ', '-'));
    mkdirSync(folder, { recursive: true });
    const prepared = await job.prepare(folder);
    const measured = await copyOf({ folder, prepared }, `${folder}-measured`);
    const { ms } = await runFraudx(prepared.command, measured);
    return { folder, prepared, ms };
  };
  const made = templates.get(job) ?? make();
  templates.set(job, made);
  return await made;
}

/** A copy of a prepared folder, with what belongs to it outside. */
export async function copyOf(template: Pick<Template, 'folder' | 'prepared'>, folder: string): Promise<string> {
  cpSync(template.folder, folder, { recursive: true });
  await template.prepared.begin?.(folder);
  return folder;
}
