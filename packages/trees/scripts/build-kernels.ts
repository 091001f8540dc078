/** Compiles assembly/*.ts to build/*.wasm; leaves out what is newer than its source. */
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = fileURLToPath(new URL('..', import.meta.url));

function changedAt(path: string): number {
  return statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

for (const name of ['kernels', 'forest-kernels', 'predict-kernels', 'shallow-kernels']) {
  const source = `assembly/${name}.ts`;
  const output = `build/${name}.wasm`;
  if (changedAt(output) >= Math.max(changedAt(source), changedAt('scripts/build-kernels.ts'))) continue;
  mkdirSync(new URL('../build', import.meta.url), { recursive: true });
  const features = ['simd', 'threads', 'bulk-memory'].flatMap((feature) => ['--enable', feature]);
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const size = ['--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='];
  const { error } = await main([source, '--baseDir', here, '-o', output, ...features, ...memory, ...size]);
  if (error !== null) throw new Error(`${source} does not compile`, { cause: error });
}
