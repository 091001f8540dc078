import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
  features: ['core', 'stats'],
  promotion: ['core'],
  pipelines: ['core', 'data', 'evaluation', 'features', 'models', 'plots', 'promotion', 'tracking', 'tuning'],
  local: ['core', 'tuning', 'tracking', 'promotion'],
  aws: ['core', 'promotion'],
};

/** Third-party packages that only these may use. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['data'],
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

/** Texts in quotes or backquotes, comments left out. */
function textsOf(code: string): string[] {
  const bare = code.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const texts = [...bare.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)].map(([text]) => text.slice(1, -1));
  // an option of another program, or styles
  return texts.filter((text) => !/^--\S+$/.test(text) && !/:root\s*\{|var\(--/.test(text));
}

/** Circles of relative imports, each named by its files in the order of the alphabet. */
function circlesIn(files: readonly string[]): string[] {
  const imports = new Map(
    files.map((file) => {
      const found = [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
        resolve(dirname(file), path!),
      );
      return [resolve(file), found] as const;
    }),
  );
  const circles = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0)
      circles.add(
        path
          .slice(at)
          .map((one) => one.slice(root.length))
          .toSorted()
          .join(' '),
      );
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return [...circles];
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

  it('imports every dependency that it declares', () => {
    const all = sources(`packages/${name}`).map((file) => readFileSync(file, 'utf8'));
    const isNamed = (dependency: string): boolean =>
      all.some(
        (text) =>
          text.includes(`'${dependency}'`) || text.includes(`'${dependency}/`) || text.includes(`\`${dependency}/`),
      );
    expect(dependencies.filter((dependency) => !isNamed(dependency))).toEqual([]);
  });

  it('has no circle of imports, those of types included', () => {
    expect(circlesIn(sources(`packages/${name}`))).toEqual([]);
  });

  it('names no flag and no command of the terminal in its texts', () => {
    const named = sources(`packages/${name}`).flatMap((file) =>
      textsOf(readFileSync(file, 'utf8'))
        .filter(
          (text) =>
            /(?:^|[\s("'])--[a-z][a-z-]+/.test(text) ||
            /\bfraudx (?:train|tune|runs|promot|rollback|doctor|init|predict|explore|data|evaluate|pipeline)\b/.test(
              text,
            ),
        )
        .map((text) => `${file.slice(root.length)}: ${text}`),
    );
    expect(named).toEqual([]);
  });

  it('imports no test framework: contract suites are plain cases', () => {
    const offenders = sources(`packages/${name}`).filter((file) =>
      /from '(?:vitest|mocha|jest|node:test)/.test(readFileSync(file, 'utf8')),
    );
    expect(offenders).toEqual([]);
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
