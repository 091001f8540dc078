import { fstatSync, writeSync } from 'node:fs';

/** The stream of the process behind an output: standard output or standard error. */
export type ProcessStream = NodeJS.WritableStream & { readonly fd: number; readonly isTTY?: boolean };

/** Whether the descriptor is a file or a device, which takes bytes at once; pipes, sockets and terminals are left to the stream. */
function takesBytesAtOnce({ fd, isTTY }: ProcessStream): boolean {
  try {
    const stat = fstatSync(fd);
    return isTTY !== true && (stat.isFile() || stat.isCharacterDevice());
  } catch {
    return false;
  }
}

/**
 * Standard output or standard error of the process.
 *
 * What cannot be written (the reader has gone, the disk is full) ends no work: the failure is kept for the end of the command, and the rest is
 * dropped. A file is written until all bytes are in it, because the stream of Node takes a short write, as on a disk that fills up, for a whole one.
 */
export class OutputStream {
  readonly #stream: ProcessStream;
  readonly #direct: boolean;
  #failure: NodeJS.ErrnoException | undefined;

  constructor(stream: ProcessStream) {
    this.#stream = stream;
    this.#direct = takesBytesAtOnce(stream);
    // Without a listener an error of the stream ends the process wherever it is.
    stream.on('error', (error: NodeJS.ErrnoException) => this.#fail(error));
  }

  /** The first failure, once known; what is written after it is dropped. */
  get failure(): NodeJS.ErrnoException | undefined {
    return this.#failure;
  }

  /** Writes a text; never throws. */
  write(text: string): void {
    if (this.#failure !== undefined || text === '') return;
    if (!this.#direct) {
      this.#stream.write(text, (error) => {
        if (error) this.#fail(error);
      });
      return;
    }
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(this.#stream.fd, bytes, at);
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
    }
  }

  /** Waits until everything written has left the process or has failed. */
  async flush(): Promise<NodeJS.ErrnoException | undefined> {
    if (this.#failure === undefined && !this.#direct) {
      await new Promise<void>((resolve) => {
        this.#stream.write('', (error) => {
          if (error) this.#fail(error);
          resolve();
        });
      });
    }
    return this.#failure;
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#failure ??= error;
  }
}

/** What standard error says about an answer that did not arrive. */
export function lostOutputText(failure: NodeJS.ErrnoException): string {
  const reason =
    failure.code === 'EPIPE'
      ? 'its reader has closed it'
      : failure.code === 'ENOSPC' || failure.code === 'EDQUOT'
        ? 'no space left on the disk'
        : failure.message;
  return `error: standard output must take the whole answer: ${reason}\n  The command itself has ended; only its answer is cut.\n`;
}
