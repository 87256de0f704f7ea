#!/usr/bin/env node
import { existsSync } from 'node:fs';
const starts = ['bundle', 'cli'].map((folder) => new URL(`../dist/src/${folder}/start.js`, import.meta.url));
const start = starts.find(existsSync); // in one file (src/cli/bundle.mjs), or module by module
if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
if (start) await import(start.href);
else process.exitCode = (console.error('char-rnn: not built yet: run `npm run build` in its folder'), 1);
