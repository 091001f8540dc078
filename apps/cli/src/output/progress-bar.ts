import type { Progress, ProgressEvent } from '@fraudx/core';
import { countText, silentProgress } from '@fraudx/core';
import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import { sparkline, timeLeft } from './sparkline.ts';
import { table } from './table.ts';
import { visibleText } from './visible-text.ts';
import { setShownBar } from './shown-bar.ts';

/** Lines that a window has beside a table: the bar, headings, and what stood there before. */
const fewestOtherRows = 6;

/** Progress for one command; `stop` clears the bar from the screen. */
export interface ProgressBar {
  readonly progress: Progress;
  readonly stop: () => void;
}

/**
 * A progress bar on standard error, drawn only on a terminal and not with `--quiet`.
 *
 * A new `task` starts a new bar; a table of what was found so far stands below it where the window is high enough; updates are drawn at most ten times a second. What is written with `io` clears the bar; the next update draws it again.
 */
export async function createProgressBar(io: Io, options: CommonOptions): Promise<ProgressBar> {
  if (!io.errIsTerminal || options.quiet === true) return { progress: silentProgress, stop: () => {} };
  const { default: cliProgress } = await import('cli-progress');
  let bars: InstanceType<typeof cliProgress.MultiBar> | undefined;
  let bar: ReturnType<NonNullable<typeof bars>['create']> | undefined;
  let below: NonNullable<typeof bar>[] = [];
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
    bars?.stop();
    bars = undefined;
    bar = undefined;
    below = [];
    task = '';
    setShownBar(undefined);
  };
  /** Each line of the table is a bar that shows nothing but its text. */
  const showTable = ({ table: found }: ProgressEvent): void => {
    const { rows = 24 } = io.errStream as { readonly rows?: number };
    if (found === undefined || found.rows.length === 0 || rows < found.rows.length + fewestOtherRows) return;
    const texts = String(table(found.headings, found.rows, io.columns)).split('\n');
    for (const [i, text] of texts.slice(0, found.rows.length + 1).entries()) {
      const known = below[i];
      if (known === undefined) below.push(bars!.create(1, 0, { text }, { format: '{text}' }));
      else known.update(0, { text });
    }
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
        bars = new cliProgress.MultiBar({
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
        bar = bars.create(event.total ?? 0, event.done, {
          task: event.task.padEnd(9),
          unit: event.task === 'scan' ? 'keys' : 'rows',
          note: noteOf(event),
        });
        bars.update();
        showTable(event);
        return;
      }
      bar?.setTotal(event.total ?? event.done);
      bar?.update(event.done, { note: noteOf(event) });
      showTable(event);
    },
  };
}
