import type { HiddenSince } from '@fraudx/core';

const reasons: Readonly<Record<HiddenSince, string>> = {
  config: 'the config that was found lies elsewhere than the data',
  record: 'only the record of a run names the data, which lies elsewhere',
};

/** What to do to see values that messages leave out. */
export function hiddenAdvice(since: HiddenSince = 'config'): string {
  return `Values are not shown, since ${reasons[since]}: name it (--data PATH) to see them, or add the folder of the project to FRAUDX_SAFE_FOLDERS.`;
}
