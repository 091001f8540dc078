#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`fraudx needs Node 22.18 or newer, got ${process.versions.node}\n`);
  process.exit(2);
}
await import('../dist/main.js');
