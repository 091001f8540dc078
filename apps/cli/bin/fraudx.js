#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`fraudx needs Node 22.18 or newer, got ${process.versions.node}\n`);
  process.exit(2);
}
// Start-up is mostly compiling modules: keep the result for the next call.
module.enableCompileCache?.();
await import('../dist/main.js');
