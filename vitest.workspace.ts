import { defineConfig } from 'vitest/config';

const conditions = ['fraudx-source'];
const setupFiles = [new URL('./test/setup/no-console.ts', import.meta.url).pathname];
const execArgv = ['-C', 'fraudx-source'];

/**
 * Three projects: unit tests beside the sources of the packages and of the apps,
 * and integration tests (several modules, real files, spawned processes) in `test/` folders.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: 'forks',
    // The default leaves one processor idle, of two.
    maxWorkers: '100%',
    execArgv,
    setupFiles,
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'packages', include: ['packages/*/src/**/*.test.ts', 'test/architecture/**/*.test.ts'] },
      },
      { extends: true, test: { name: 'apps', include: ['apps/*/src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
