import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Need `node:sqlite`, or are only used by packages that do. */
const newer = ['local'];

/** What Node 20 does not have. `using` is compiled away, `Symbol.dispose` is there. */
const absent =
  /\b(?:Map|Object)\.groupBy\b|\bPromise\.(?:withResolvers|try)\b|\bArray\.fromAsync\b|\b(?:Async)?DisposableStack\b|\bIterator\.(?:from|concat)\b|\b(?:values|keys|entries)\(\)\s*\.(?:map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(|\bFloat16Array\b|\bMath\.(?:f16round|sumPrecise)\b|\bRegExp\.escape\b|\bError\.isError\b|\b(?:Uint8Array\.from|\.to)(?:Base64|Hex)\b|\b(?:globSync|glob)\b.*node:fs|\bSuppressedError\b|\bnode:sqlite\b|\.(?:isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|intersection)\(/;

const packages = readdirSync(`${root}packages`).filter((name) => !newer.includes(name));

describe('packages that run on Node 20', () => {
  it.each(packages)('%s names nothing that came later', (name) => {
    const found = readdirSync(`${root}packages/${name}/src`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .flatMap((entry) => {
        const code = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
        return absent.test(code) ? [`${entry.name}: ${absent.exec(code)![0]}`] : [];
      });
    expect(found).toEqual([]);
  });

  it.each(packages)('%s says so in its package.json', (name) => {
    const manifest = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8')) as { engines?: unknown };
    expect(manifest.engines).toEqual({ node: '>=20.12' });
  });

  it.each(['packages/local', 'apps/cli'])('%s says that it needs more', (folder) => {
    const manifest = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as { engines?: unknown };
    expect(manifest.engines).toEqual({ node: '>=22.18' });
  });
});
