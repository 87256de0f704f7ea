#!/usr/bin/env node
import { existsSync } from 'node:fs';
const built = new URL('../dist/src/cli/', import.meta.url);
const load = (file) => import(new URL(file, built).href);
if (existsSync(new URL('main.js', built))) {
  (await load('terminal/signals.js')).listenForSignals(); // before the rest is loaded
  process.exitCode = await (await load('main.js')).main(process.argv);
} else process.exitCode = (console.error('char-rnn: not built yet: run `npm run build` in its folder'), 1);
