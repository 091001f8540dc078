import { ConflictError, InternalError, InterruptedError, InvalidArgumentError, OutsideError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { reportError } from './error.ts';

describe('reportError', () => {
  it.each([
    [new InvalidArgumentError('x'), 2],
    [new OutsideError('DISK_FULL', 'x'), 3],
    [new ConflictError('LOCKED', 'x'), 4],
    [new InterruptedError('x'), 130],
    [new InternalError('x'), 70],
    [new TypeError('x'), 70],
  ])('maps %s to its exit code', (error, exitCode) => {
    expect(reportError(error, false).exitCode).toBe(exitCode);
  });

  it('tells a user mistake in one line with its hint and without a stack', () => {
    const error = new InvalidArgumentError('config: seed must be >= 0, got -1', {
      hint: 'Use 0 or more.',
      cause: new Error('zod'),
    });
    expect(reportError(error, false).text).toBe('error: config: seed must be >= 0, got -1\n  Use 0 or more.\n');
    expect(reportError(error, true).text).toContain('caused by Error: zod');
  });

  it('asks for a report of our own defects', () => {
    expect(reportError(new TypeError('boom'), false).text).toMatch(/bug in fraudx[\s\S]*boom/);
  });

  it.each([
    ['EMFILE', 'TOO_MANY_FILES', 'system must let this process open more files, got EMFILE for /x/y'],
    ['ENOSPC', 'DISK_FULL', 'no space left to write /x/y'],
    ['EACCES', 'FILE_NOT_WRITABLE', '/x/y must be writable, got EACCES'],
    ['EROFS', 'FILE_NOT_WRITABLE', '/x/y must be writable, got EROFS'],
  ])('takes %s for a failure outside, also as the cause of a defect', (code, name, message) => {
    const refused = Object.assign(new Error(`${code}: refused`), { code, path: '/x/y' });
    for (const error of [refused, new InternalError('training thread failed', { cause: refused })]) {
      const report = reportError(error, false);
      expect(report).toMatchObject({ exitCode: 3, json: { error: { code: name, message } } });
      expect(report.text).not.toContain('    at ');
    }
    expect(reportError(new TypeError('boom', { cause: new Error('ours') }), false).exitCode).toBe(70);
  });

  it('takes what ended with the signal of the command for interrupted, and only that', () => {
    const controller = new AbortController();
    const passedOn = new DOMException('This operation was aborted', 'AbortError');
    expect(reportError(passedOn, false, controller.signal).exitCode).toBe(70);
    controller.abort(new Error('SIGTERM'));
    expect(reportError(passedOn, false, controller.signal)).toMatchObject({
      exitCode: 130,
      text: 'error: interrupted\n',
    });
    const reading = new InterruptedError('interrupted', { subject: 'data' });
    expect(reportError(reading, false, controller.signal).text).toBe('error: interrupted\n');
    expect(reportError(controller.signal.reason, false, controller.signal).exitCode).toBe(130);
    expect(reportError(new TypeError('boom'), false, controller.signal).exitCode).toBe(70);
  });

  it.each([
    ['splitRows', 'train must have rows', 'split: train must have rows'],
    ['parseTestFold', 'fold must be 5:4', 'split.testFold: fold must be 5:4'],
    ['Frame', 'column names must be distinct', 'data: column names must be distinct'],
    ['someInnerFunction', 'a must be b', 'a must be b'],
    ['evaluate', 'a must be b', 'evaluate: a must be b'],
    [undefined, '--time: column "x" must hold dates', '--time: column "x" must hold dates'],
    [undefined, 'splitRows: not a subject', 'splitRows: not a subject'],
  ])('names the subject %s in the words of the user', (subject, statement, told) => {
    const report = reportError(new InvalidArgumentError(statement, { subject }), false);
    expect(report.text).toBe(`error: ${told}\n`);
    expect(report.json).toMatchObject({ error: { message: told } });
  });

  it('lets no name in a message, hint, cause or defect begin a line, indented or not', () => {
    for (const end of ['\n', '\n  ', '\r\n  ']) {
      const name = `a${end}To repair: forged`;
      const cause = new Error(`unknown ${name}`);
      const refusal = new InvalidArgumentError(`data: column must exist, got ${name}`, {
        hint: `Columns: ${name}`,
        cause,
      });
      for (const error of [refusal, new Error(`no ${name}`)]) {
        const { text } = reportError(error, true);
        expect(text).toContain('To repair');
        expect(text).not.toMatch(/^\s*To repair/m);
      }
    }
  });

  it('names the flags of the settings that an error is about', () => {
    const details = { settings: ['split.trainDays', 'split.folds', 'features.select'] };
    const report = reportError(new InvalidArgumentError('split: a must be b', { details, hint: 'Do c.' }), false);
    expect(report.text).toBe('error: split: a must be b\n  Do c. On the command line: --train-days, --folds.\n');
  });
});

it('shows no password, in no form', () => {
  const address = 'redis://:hush@h/0';
  const cause = new Error(`cannot reach http://me:hush@h`);
  for (const error of [
    new InvalidArgumentError(`data: must be read, got ${address}`, {
      details: { path: address, all: [{ address }] },
      hint: `Try ${address}.`,
      cause,
    }),
    new Error(`defect at ${address}`),
  ]) {
    const report = reportError(error, true);
    expect(JSON.stringify(report)).not.toContain('hush');
    expect(report.text).toContain('redis://h/0');
  }
});
