#!/usr/bin/env node
import { existsSync } from 'node:fs';
const built = new URL('../dist/src/cli/main.js', import.meta.url);
if (existsSync(built)) process.exitCode = await (await import(built.href)).main(process.argv);
else process.exitCode = (console.error('char-rnn: not built yet: run `npm run build` in its folder'), 1);
