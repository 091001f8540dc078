import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { withFileArgument } from './file-argument.ts';

async function dataOf(...words: string[]): Promise<unknown> {
  let data: unknown;
  const program = new Command().exitOverride();
  withFileArgument(program.command('look')).action((_file: unknown, options: { readonly data?: string }) => {
    data = options.data;
  });
  await program.parseAsync(['look', ...words], { from: 'user' });
  return data;
}

describe('withFileArgument', () => {
  it('takes the file with and without --data', async () => {
    expect(await dataOf('a.csv')).toBe('a.csv');
    expect(await dataOf('--data', 'a.csv')).toBe('a.csv');
    expect(await dataOf('--data', 'a.csv', 'a.csv')).toBe('a.csv');
    expect(await dataOf()).toBeUndefined();
  });

  it('refuses two files', async () => {
    await expect(dataOf('--data', 'a.csv', 'b.csv')).rejects.toThrow('got "b.csv" and --data "a.csv"');
  });
});
