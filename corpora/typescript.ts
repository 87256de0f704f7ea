import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { shuffled } from './shuffle.js';

const LARGEST = 130_000;
const LONGEST_LINE = 400;

/**
 * Real code with comments, strings and indentation: the declarations of the language's own library, and the modules
 * the npm package `typescript` was bundled from. What is too big or has been generated is left out, and the order is
 * shuffled (always the same way), so that the end of the text is like its beginning.
 */
export function typescriptCode(): string {
  const lib = dirname(createRequire(import.meta.url).resolve('typescript'));
  const documents = [...declarations(lib), ...modules(lib)].filter(
    (code) => code.length <= LARGEST && code.split('\n').every((line) => line.length <= LONGEST_LINE),
  );
  return `${shuffled(documents).join('\n\n')}\n`;
}

/** lib.es*.d.ts, without the license at the beginning of each. */
function declarations(lib: string): string[] {
  const names = readdirSync(lib).filter((name) => /^lib\.(es|decorators).*\.d\.ts$/.test(name));
  return names.sort().map((name) =>
    readFileSync(join(lib, name), 'utf8')
      .replaceAll('\r\n', '\n')
      .replace(/^\/\*![\s\S]*?\*\/\s*(\/\/\/ <reference no-default-lib="true"\/>\s*)?/, '')
      .trim(),
  );
}

/** The parts of typescript.js between its comments `// src/...`; those that only name things again are left out. */
function modules(lib: string): string[] {
  const bundle = readFileSync(join(lib, 'typescript.js'), 'utf8').replaceAll('\r\n', '\n');
  return bundle
    .split(/^(?=\/\/ src\/)/m)
    .slice(1)
    .filter((code) => !/^\/\/ src\/.*(_namespaces|typescript\/typescript|generated)/.test(code))
    .map((code) => code.trim());
}
