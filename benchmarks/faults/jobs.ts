/** The commands that are disturbed, with the state that each must leave. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'yaml';
import type { Ended } from './fraudx-process.ts';
import { runFraudx } from './fraudx-process.ts';

/** A command, how it is taken up again, and what must hold then. */
export interface Job {
  readonly name: string;
  /** Fills the folder with everything before the command; once per scenario, then copied. */
  readonly prepare: (folder: string) => Promise<Prepared>;
}

/** A prepared folder. */
export interface Prepared {
  readonly command: readonly string[];
  /** The command that goes on after a kill. */
  readonly again: (folder: string) => readonly string[];
  /** Throws unless the folder is in the state before or after the command, as far as readers see it. */
  readonly either: (folder: string) => void;
  /** Throws unless the folder is in the state after the command. */
  readonly done: (folder: string, last: Ended) => Promise<void>;
}

const rows = 600;

function csv(): string {
  const lines = ['id,time,customer,terminal,amount,hour,fraud'];
  for (let i = 0; i < rows; i++) {
    const fraud = i % 10 === 3 ? 1 : 0;
    const time = new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString().slice(0, 19);
    const amount = fraud === 1 ? 200 + ((i * 37) % 100) : (i * 53) % 180;
    lines.push(`${i},${time},${i % 17},${i % 11},${amount},${(i * 7) % 24},${fraud}`);
  }
  return `${lines.join('\n')}\n`;
}

async function must(args: readonly string[], folder: string): Promise<Ended> {
  const ended = await runFraudx(args, folder);
  if (ended.code !== 0) throw new Error(`fraudx ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
  return ended;
}

/** A folder with data and two trained models, `eta` 0.2 and 0.4. */
async function twoRuns(folder: string): Promise<[string, string]> {
  writeFileSync(join(folder, 'd.csv'), csv());
  writeFileSync(join(folder, 'fraudx.yaml'), 'data: d.csv\ntarget: fraud\ndrop: [id, time, customer, terminal]\n');
  const train = async (eta: string): Promise<string> => {
    const ended = await must(['train', '--param', `eta=${eta}`, '--param', 'num_round=5', '--json'], folder);
    return (JSON.parse(ended.stdout) as { run_id: string }).run_id;
  };
  return [await train('0.2'), await train('0.4')];
}

function expectEqual(what: string, got: unknown, expected: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(expected)) {
    throw new Error(`${what} must be ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  }
}

/** Parameters and config of the local production folder; a promotion that stands half-way has those of two runs. */
function production(folder: string): { eta: string; runId: string; locked: boolean } {
  const at = join(folder, '.fraudx/production');
  const eta = JSON.parse(readFileSync(join(at, 'parameters/fraud-detection/hyperparameters/eta.json'), 'utf8')) as {
    versions: { value: string }[];
  };
  const config = parse(readFileSync(join(at, 'objects/production-model-config.yaml'), 'utf8')) as { run_id: string };
  return {
    eta: eta.versions.at(-1)!.value,
    runId: config.run_id,
    locked: existsSync(join(at, 'objects/promotions/lock.json')),
  };
}

async function verified(folder: string): Promise<void> {
  const { code, stdout, stderr } = await runFraudx(['promotions', 'verify'], folder);
  if (code !== 0) throw new Error(`promotions verify ended with ${code}: ${stdout}${stderr}`);
}

const by = ['--approved-by', 'faults', '--verbose'];

const promote: Job = {
  name: 'promote',
  prepare: async (folder) => {
    const [a, b] = await twoRuns(folder);
    await must(['promote', a, ...by], folder);
    const command = ['promote', b, ...by];
    return {
      command,
      again: () => command,
      either: () => {},
      done: async (at) => {
        expectEqual('production', production(at), { eta: '0.4', runId: b, locked: false });
        await verified(at);
      },
    };
  },
};

const rollback: Job = {
  name: 'rollback',
  prepare: async (folder) => {
    const [a, b] = await twoRuns(folder);
    for (const run of [a, b, a]) await must(['promote', run, ...by], folder);
    const command = ['rollback', ...by];
    return {
      command,
      again: () => command,
      either: () => {},
      done: async (at) => {
        expectEqual('production', production(at), { eta: '0.4', runId: b, locked: false });
        await verified(at);
      },
    };
  },
};

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

const tune: Job = {
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
      done: async (_, last) => expectEqual('trials', found(last), expected),
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

/** All commands that write. */
export const jobs: readonly Job[] = [
  promote,
  rollback,
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
    const folder = join(shared, job.name.replace(' ', '-'));
    mkdirSync(folder, { recursive: true });
    const prepared = await job.prepare(folder);
    const measured = copyOf(folder, `${folder}-measured`);
    const { ms } = await runFraudx(prepared.command, measured);
    return { folder, prepared, ms };
  };
  const made = templates.get(job) ?? make();
  templates.set(job, made);
  return await made;
}

/** A copy of a prepared folder. */
export function copyOf(template: string, folder: string): string {
  cpSync(template, folder, { recursive: true });
  return folder;
}
