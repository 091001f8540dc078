import { describe, expect, it } from 'vitest';
import { stopIfAborted } from './stop-if-aborted.ts';

describe('stopIfAborted', () => {
  it('sees a signal that came while nothing else could run', async () => {
    const controller = new AbortController();
    process.once('SIGUSR2', () => controller.abort());
    process.kill(process.pid, 'SIGUSR2');
    // The work holds the thread meanwhile.
    for (const end = performance.now() + 20; performance.now() < end;);
    await expect(stopIfAborted(controller.signal, 'explore')).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await stopIfAborted(new AbortController().signal, 'explore');
  });
});
