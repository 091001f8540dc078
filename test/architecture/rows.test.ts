import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The rows of docs/architecture.md: a package imports only from the packages named here. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  stats: ['core'],
  trees: ['core'],
  plots: ['core'],
  tuning: ['core'],
  tracking: ['core'],
  data: ['core', 'stats'],
  models: ['core', 'trees'],
  evaluation: ['core', 'plots', 'stats'],
  features: ['core', 'models', 'stats'],
  promotion: ['core', 'evaluation', 'tracking'],
  pipelines: ['core', 'data', 'evaluation', 'features', 'models', 'promotion', 'tracking', 'tuning'],
  local: ['core', 'tuning', 'tracking', 'promotion'],
  aws: ['core', 'promotion'],
};

/** Third-party packages that only these may use. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['data'],
  iovalkey: ['data'],
  vega: ['plots'],
  'vega-lite': ['plots'],
  '@resvg/resvg-js': ['plots'],
  '@aws-sdk/client-s3': ['aws'],
  '@aws-sdk/client-sfn': ['aws'],
  '@aws-sdk/client-ssm': ['aws'],
  '@aws-sdk/client-sts': ['aws'],
};

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as Manifest;
}

function sources(folder: string): string[] {
  return readdirSync(`${root}${folder}/src`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

const packages = readdirSync(`${root}packages`).filter((name) => existsSync(`${root}packages/${name}/package.json`));

describe.each(packages)('package %s', (name) => {
  const dependencies = Object.keys(manifest(`packages/${name}`).dependencies ?? {});

  it('has its row in the table', () => {
    expect(Object.keys(allowed)).toContain(name);
  });

  it('depends only on packages of lower rows', () => {
    const own = dependencies.filter((dependency) => dependency.startsWith('@fraudx/'));
    const permitted = (allowed[name] ?? []).map((lower) => `@fraudx/${lower}`);
    expect(own.filter((dependency) => !permitted.includes(dependency))).toEqual([]);
  });

  it('leaves reserved libraries to their owners', () => {
    const taken = dependencies.filter((dependency) => reserved[dependency]?.includes(name) === false);
    expect(taken).toEqual([]);
  });

  it('lists its project references like its dependencies', () => {
    const config = JSON.parse(readFileSync(`${root}packages/${name}/tsconfig.json`, 'utf8')) as {
      references?: readonly { path: string }[];
    };
    const references = (config.references ?? []).map((reference) => reference.path.replace('../', '@fraudx/'));
    const own = dependencies.filter((dependency) => dependency.startsWith('@fraudx/'));
    expect(references.toSorted()).toEqual(own.toSorted());
  });

  it('has no folder named utils, helpers, common or types', () => {
    const names = readdirSync(`${root}packages/${name}/src`, { recursive: true }).map(String);
    expect(names.filter((path) => /(^|\/)(utils|helpers|common|types)(\/|\.ts$|$)/.test(path))).toEqual([]);
  });

  it('does not touch argv, exit codes or standard streams of the process', () => {
    const offenders = sources(`packages/${name}`).filter((file) =>
      /\bprocess\.(argv|exit|exitCode|stdout|stderr|stdin|on)\b/.test(readFileSync(file, 'utf8')),
    );
    expect(offenders).toEqual([]);
  });
});

describe('apps/cli', () => {
  it('loads the AWS adapters only when a command needs them', () => {
    const offenders = sources('apps/cli').filter((file) =>
      /^import (?!type ).*@fraudx\/aws'/m.test(readFileSync(file, 'utf8')),
    );
    expect(offenders).toEqual([]);
  });

  it('touches the process in main.ts only', () => {
    const offenders = sources('apps/cli').filter(
      (file) => !file.endsWith('/main.ts') && /\bprocess\.\w/.test(readFileSync(file, 'utf8')),
    );
    expect(offenders).toEqual([]);
  });
});
