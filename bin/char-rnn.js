#!/usr/bin/env node
import { existsSync } from 'node:fs';
const built = (file) => new URL(`../dist/src/${file}`, import.meta.url);
const bundle = built('bundle/train.js'); // train in one file: see src/cli/bundle.mjs
const start = process.argv[2] === 'train' && existsSync(bundle) ? bundle : built('cli/start.js');
if (existsSync(start)) await import(start.href);
else process.exitCode = (console.error('char-rnn: not built yet: run `npm run build` in its folder'), 1);
