import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Path of the Chromium that is installed (`scripts/install-test-tools.sh` installs it, and pdftotext); undefined when either is missing.
 * With `FRAUDX_REQUIRE_CHROMIUM` set, that is an error, so that no test is skipped unseen.
 */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const find = (programs: readonly string[]): string | undefined =>
    folders.flatMap((folder) => programs.map((name) => join(folder, name))).find((path) => existsSync(path));
  const found = find(['pdftotext']) === undefined ? undefined : find(names);
  if (found === undefined && (process.env['FRAUDX_REQUIRE_CHROMIUM'] ?? '') !== '') {
    throw new Error('chromium and pdftotext must be installed, run scripts/install-test-tools.sh');
  }
  return found;
}

/** Chromium without a window, that reaches nothing. */
export function openChromium(executablePath: string): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ];
  return chromium.launch({ executablePath, headless: true, args });
}
