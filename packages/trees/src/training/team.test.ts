import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Team, TEAM_BYTES } from './team.ts';

describe('Team', () => {
  it('does not let a thread wait for one that has failed before it arrived', () => {
    const buffer = new SharedArrayBuffer(TEAM_BYTES);
    new Team(buffer, 0, 1, 2).fail();
    expect(() => new Team(buffer, 0, 0, 2).barrier()).toThrow('another training thread failed');
  });

  it('wakes threads that are waiting when another one fails', async () => {
    const buffer = new SharedArrayBuffer(TEAM_BYTES);
    const source = `
      const { workerData, parentPort } = require('node:worker_threads');
      import(workerData.url).then(({ Team }) => {
        parentPort.postMessage('waiting');
        try {
          new Team(workerData.buffer, 0, 1, 2).barrier();
          parentPort.postMessage('passed');
        } catch (error) {
          parentPort.postMessage(error.message);
        }
      });`;
    const url = new URL('./team.ts', import.meta.url).href;
    const worker = new Worker(source, { eval: true, workerData: { buffer, url } });
    const messages: string[] = [];
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (message: string) => {
        messages.push(message);
        if (message === 'waiting') new Team(buffer, 0, 0, 2).fail();
        else resolve();
      });
    });
    await worker.terminate();
    expect(messages).toEqual(['waiting', 'another training thread failed']);
  });
});
