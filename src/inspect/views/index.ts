import type { View } from './view.js';

/** An entry of the registry: a view's name, its help, and its module. */
export interface ViewEntry {
  readonly name: string;
  readonly help: string;
  load(): Promise<View>;
}

/**
 * Every view of a network that reads texts or tables. A new one is a folder and a line here; the command line, the formats and the page derive from this list.
 */
export const views: readonly ViewEntry[] = [
  entry('cells', 'which cell tracks which feature', async () => (await import('./cells/index.js')).cells),
  entry('text', 'the text colored by a cell', async () => (await import('./text/index.js')).text),
  entry(
    'saliency',
    'which characters an answer rests on',
    async () => (await import('./saliency/index.js')).saliency,
  ),
  entry('activations', 'every value', async () => (await import('./activations/index.js')).activations),
  entry('gates', 'how often gates are saturated', async () => (await import('./gates/index.js')).gates),
  entry('flow', 'how far gradients reach', async () => (await import('./flow/index.js')).flow),
  entry('memory', 'loss by length of context', async () => (await import('./memory/index.js')).memory),
  entry(
    'coverage',
    'how much of the cells is explained, and by what',
    async () => (await import('./coverage/index.js')).coverage,
  ),
  entry('ablation', 'loss without a cell', async () => (await import('./ablation/index.js')).ablation),
];

/** Those of a network that reads clips. */
export const clipViews: readonly ViewEntry[] = [
  entry(
    'memory',
    'the maps of a layer, frame by frame',
    async () => (await import('./memory/clips.js')).clipMemory,
  ),
];

/** Those of a network that reads series. */
export const seriesViews: readonly ViewEntry[] = [
  entry('cells', 'which cell tracks which column', async () => (await import('./columns/index.js')).columns),
];

/** Views are imported when they are used, so that --help does not load them. */
function entry(name: string, help: string, load: () => Promise<View>): ViewEntry {
  return { name, help, load };
}
