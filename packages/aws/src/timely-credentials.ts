/** A limit for how long credentials are waited for: the SDK asks for some of them by clients of its own, which have none. */
import { OutsideError } from '@fraudx/core';

/** Milliseconds of later waits, once one was in vain. */
const afterFailure = 1000;

/** Waits for credentials of all clients of one connection. */
export class TimelyCredentials {
  readonly #mostMs: number;
  #isLate = false;

  /** @param mostMs - Milliseconds until credentials must be found. */
  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /**
   * What `find` gives. Once credentials did not come in time, later calls wait for a second at most, until some come.
   *
   * @throws {OutsideError} `AWS_CREDENTIALS_TIMEOUT`: they did not come in time; what was begun goes on.
   */
  async wait<T>(find: () => Promise<T>): Promise<T> {
    const ms = this.#isLate ? Math.min(afterFailure, this.#mostMs) : this.#mostMs;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#isLate = true;
        reject(
          new OutsideError(
            'AWS_CREDENTIALS_TIMEOUT',
            `aws: credentials must be found within ${this.#mostMs / 1000} s, got none`,
            {
              hint: 'Check what gives them: the server of AWS_CONTAINER_CREDENTIALS_FULL_URI, the metadata service of the machine, or credential_process of the profile.',
            },
          ),
        );
      }, ms);
    });
    try {
      const found = await Promise.race([find(), late]);
      this.#isLate = false;
      return found;
    } finally {
      clearTimeout(timer);
    }
  }
}
