import { readFileSync } from 'node:fs';

/** The modules of the page's script in the order in which they need each other. */
const MODULES = ['data', 'rows', 'shown', 'text-canvas', 'cell-list', 'cell-panel', 'query', 'main'];

/**
 * The compiled modules of page/ as one script: a page without a network cannot import. Their imports and the word
 * `export` are taken away; they share one scope, so a name may be declared in one of them only (the browser says so).
 */
export function pageScript(): string {
  const parts = MODULES.map((name) => {
    const source = readFileSync(new URL(`../page/${name}.js`, import.meta.url), 'utf8');
    return source
      .replace(/^import [^;]*;\n/gm, '')
      .replace(/^export (?=(async )?(function|const|class))/gm, '')
      .replace(/^export \{.*\};\n/gm, '')
      .replace(/^\/\/# sourceMappingURL=.*\n?/gm, '');
  });
  return `'use strict';\n(() => {\n${parts.join('\n')}})();\n`;
}
