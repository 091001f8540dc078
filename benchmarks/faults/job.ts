/** What jobs share: their form, two trained models, and commands that must succeed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from './fraudx-process.ts';
import { runFraudx } from './fraudx-process.ts';

/** A command, how it is taken up again, and what must hold then. */
export interface Job {
  readonly name: string;
  /** Fills the folder with everything before the command; once per scenario, then copied. */
  readonly prepare: (folder: string) => Promise<Prepared>;
  /** Why it cannot run here; undefined: it can. */
  readonly skip?: () => string | undefined;
}

/** A prepared folder. */
export interface Prepared {
  readonly command: readonly string[];
  /** The command that goes on after a kill. */
  readonly again: (folder: string) => readonly string[];
  /** Makes what lies outside of the folder, once per copy. */
  readonly begin?: (folder: string) => Promise<void>;
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

/** Runs a command that must succeed. */
export async function must(args: readonly string[], folder: string): Promise<Ended> {
  const ended = await runFraudx(args, folder);
  if (ended.code !== 0) throw new Error(`fraudx ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
  return ended;
}

/** A folder with data and two trained models, `eta` 0.2 and 0.4. */
export async function twoRuns(folder: string): Promise<[string, string]> {
  writeFileSync(join(folder, 'd.csv'), csv());
  writeFileSync(join(folder, 'fraudx.yaml'), 'data: d.csv\ntarget: fraud\ndrop: [id, time, customer, terminal]\n');
  const train = async (eta: string): Promise<string> => {
    const ended = await must(['train', '--param', `eta=${eta}`, '--param', 'num_round=5', '--json'], folder);
    return (JSON.parse(ended.stdout) as { run_id: string }).run_id;
  };
  return [await train('0.2'), await train('0.4')];
}

/** Throws unless both are equal as JSON. */
export function expectEqual(what: string, got: unknown, expected: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(expected)) {
    throw new Error(`${what} must be ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  }
}
