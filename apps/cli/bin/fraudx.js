#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { compileCacheFolder } from './compile-cache-folder.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`fraudx needs Node 22.18 or newer, got ${process.versions.node}\n`);
  process.exit(2);
}
// Start-up is mostly compiling modules: keep the result for the next call.
const cache = compileCacheFolder({ env: process.env, platform: process.platform, uid: process.geteuid?.() });
if (cache !== undefined) module.enableCompileCache?.(cache);
const bundle = new URL('../bundle/main.js', import.meta.url);
await import(existsSync(bundle) ? bundle.href : '../dist/main.js');
