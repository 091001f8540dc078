import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { confirm } from './confirm.ts';

async function answered(lines: string, signal = new AbortController().signal): Promise<[boolean, string]> {
  const input = new PassThrough();
  const output = new PassThrough();
  input.end(lines);
  const yes = await confirm('Promote?', input, output, signal);
  output.end();
  return [yes, await text(output)];
}

describe('confirm', () => {
  it('is yes for y and yes only, and no at the end of the input', async () => {
    expect(await answered('y\n')).toEqual([true, 'Promote? [y/N] ']);
    expect((await answered(' YES \n'))[0]).toBe(true);
    for (const lines of ['\n', 'n\n', 'yesterday\n', '']) expect((await answered(lines))[0], lines).toBe(false);
  });

  it('is interrupted by the signal of the command', async () => {
    const stop = new AbortController();
    const open = confirm('Promote?', new PassThrough(), new PassThrough(), stop.signal);
    stop.abort();
    await expect(open).rejects.toMatchObject({ kind: 'interrupted' });
  });
});
