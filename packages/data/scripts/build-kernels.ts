/** Compiles assembly/csv-kernel.ts to build/csv-kernel.wasm, unless that is newer. */
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const here = fileURLToPath(new URL('..', import.meta.url));
const source = 'assembly/csv-kernel.ts';
const output = 'build/csv-kernel.wasm';

function changedAt(path: string): number {
  return statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (changedAt(output) < Math.max(...[source, 'assembly/decimal.ts', 'scripts/build-kernels.ts'].map(changedAt))) {
  mkdirSync(new URL('../build', import.meta.url), { recursive: true });
  const memory = ['--importMemory', '--initialMemory', '1'];
  const size = ['--runtime', 'stub', '--noAssert', '-O3', '--use', 'abort='];
  const { error } = await main([source, '--baseDir', here, '-o', output, ...memory, ...size]);
  if (error !== null) throw new Error(`${source} does not compile`, { cause: error });
}
