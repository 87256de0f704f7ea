import { darkColors, lightColors } from './value-colors.js';

/** The variables of both schemes; --v0 ... --v62 are the colors of a cell's values. */
export function pageColors(): string {
  const variables = (colors: readonly string[]): string => colors.map((c, i) => `--v${i}:${c}`).join(';');
  const light = `color-scheme:light;--theme:light;--ink:#17181c;--soft:#5d626d;--faint:#b9c3d4;--paper:#ffffff;--panel:#f5f6f8;--line:#d9dce2;--accent:#1f5fbf;--mark:#d9480f;--c0:#1f5fbf;--c1:#d9480f;--c2:#2b8a3e;--c3:#862e9c;--c4:#0b7285;--c5:#6b7280;${variables(lightColors())}`;
  const dark = `color-scheme:dark;--theme:dark;--ink:#e8e9ec;--soft:#a2a8b4;--faint:#4d5666;--paper:#181a1f;--panel:#20232a;--line:#363b45;--accent:#7fb0ff;--mark:#ffa94d;--c0:#7fb0ff;--c1:#ffa94d;--c2:#69db7c;--c3:#da77f2;--c4:#66d9e8;--c5:#a2a8b4;${variables(darkColors())}`;
  return `:root{${light}}
@media (prefers-color-scheme: dark){:root:not([data-theme=light]){${dark}}}
:root[data-theme=dark]{${dark}}`;
}
