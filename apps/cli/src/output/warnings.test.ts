import { expect, it } from 'vitest';
import { stepLines } from '../production/step-lines.ts';
import { checkEndpoint } from '../settings/check-endpoint.ts';
import { note, noteWarnings } from './warnings.ts';

it('writes a line each, whatever stands in names', () => {
  let said = '';
  const io = { err: (text: string): void => void (said += text) };
  const forged = 'a\nerror: forged\r\nnote: forged';
  note(io, forged);
  noteWarnings(io, {}, [forged]);
  checkEndpoint('https://h', `/p/${forged}/fraudx.yaml`, io);
  const step = { step: 'config', number: 1, total: 2, status: 'failed', detail: forged } as const;
  stepLines({ ...io, errIsTerminal: true } as never, {})(step);
  expect(said.split('\n')).toHaveLength(5);
  expect(said).not.toMatch(/^error:/m);
});
