import type { Progress, ProgressEvent } from '@fraudx/core';
import { countText, silentProgress } from '@fraudx/core';
import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import { sparkline, timeLeft } from './sparkline.ts';
import { visibleText } from './visible-text.ts';
import { setShownBar } from './shown-bar.ts';

/** Progress for one command; `stop` clears the bar from the screen. */
export interface ProgressBar {
  readonly progress: Progress;
  readonly stop: () => void;
}

/**
 * A progress bar on standard error, drawn only on a terminal and not with `--quiet`.
 *
 * A new `task` starts a new bar; updates are drawn at most ten times a second. What is written with `io` clears the bar; the next update draws it again.
 */
export async function createProgressBar(io: Io, options: CommonOptions): Promise<ProgressBar> {
  if (!io.errIsTerminal || options.quiet === true) return { progress: silentProgress, stop: () => {} };
  const { default: cliProgress } = await import('cli-progress');
  let bar: InstanceType<typeof cliProgress.SingleBar> | undefined;
  let task = '';
  let began = { at: 0, done: 0 };
  const noteOf = ({ note = '', course = [], total, done }: ProgressEvent): string => {
    const shown = [visibleText(note, false), sparkline(course)];
    const perUnit = (performance.now() - began.at) / (done - began.done);
    // Of a search, whose steps take long, it is worth knowing.
    if (course.length > 0 && total !== undefined) shown.push(timeLeft(perUnit * (total - done)));
    return shown.filter((text) => text !== '').join(' ');
  };
  const stop = (): void => {
    bar?.stop();
    bar = undefined;
    task = '';
    setShownBar(undefined);
  };
  // A bar holds a timer: without this an error would leave the process running.
  io.container.onExit(stop);
  io.signal.addEventListener('abort', stop, { once: true });
  return {
    stop,
    progress: (event) => {
      if (io.signal.aborted) return;
      if (event.task !== task) {
        stop();
        task = event.task;
        began = { at: performance.now(), done: event.done };
        setShownBar(stop);
        const hasTotal = event.total !== undefined;
        bar = new cliProgress.SingleBar({
          stream: io.errStream,
          format: hasTotal ? '{task} [{bar}] {value}/{total} {note}' : '{task} {value} {unit} {note}',
          // Where the end is not known, the count is of what is read, and large.
          formatValue: (value) => countText(value),
          barsize: 24,
          fps: 10,
          hideCursor: true,
          clearOnComplete: true,
          linewrap: false,
          barCompleteChar: '█',
          barIncompleteChar: '░',
        });
        bar.start(event.total ?? 0, event.done, {
          task: event.task.padEnd(9),
          unit: event.task === 'scan' ? 'keys' : 'rows',
          note: noteOf(event),
        });
        return;
      }
      bar?.setTotal(event.total ?? event.done);
      bar?.update(event.done, { note: noteOf(event) });
    },
  };
}
