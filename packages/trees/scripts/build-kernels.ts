/** Compiles assembly/kernels.ts to build/kernels.wasm; does nothing when the output is newer than its sources. */
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = fileURLToPath(new URL('..', import.meta.url));
const source = 'assembly/kernels.ts';
const output = 'build/kernels.wasm';

function changedAt(path: string): number {
  return statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (changedAt(output) < Math.max(changedAt(source), changedAt('scripts/build-kernels.ts'))) {
  mkdirSync(new URL('../build', import.meta.url), { recursive: true });
  const features = ['simd', 'threads', 'bulk-memory'].flatMap((feature) => ['--enable', feature]);
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const size = ['--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='];
  const { error } = await main([source, '--baseDir', here, '-o', output, ...features, ...memory, ...size]);
  if (error !== null) throw new Error('assembly/kernels.ts does not compile', { cause: error });
}
