/** Compiles assembly/*.ts to build/*.wasm; leaves out what is newer than all sources. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = fileURLToPath(new URL('..', import.meta.url));

function changedAt(path: string): number {
  return statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sources = readdirSync(new URL('../assembly', import.meta.url), { recursive: true, encoding: 'utf8' });
const newest = Math.max(...sources.map((path) => changedAt(`assembly/${path}`)), changedAt('scripts/build-kernels.ts'));

for (const name of ['kernels', 'forest-kernels', 'predict-kernels', 'shallow-kernels']) {
  const source = `assembly/${name}.ts`;
  const output = `build/${name}.wasm`;
  if (changedAt(output) >= newest) continue;
  mkdirSync(new URL('../build', import.meta.url), { recursive: true });
  const features = ['simd', 'threads', 'bulk-memory'].flatMap((feature) => ['--enable', feature]);
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const size = ['--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='];
  const { error } = await main([source, '--baseDir', here, '-o', output, ...features, ...memory, ...size]);
  if (error !== null) throw new Error(`${source} does not compile`, { cause: error });
}
