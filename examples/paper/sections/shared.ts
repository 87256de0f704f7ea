import type { Run } from '../training.js';

/** What a section is made from. */
export interface Material {
  readonly runs: readonly Run[];
  /** The best run of each cell at each size, by validation loss. */
  readonly best: readonly Run[];
  /** The test part of the text, as a file. */
  readonly testText: string;
  readonly text: string;
  /** The directory of measured figures. */
  readonly figures: string;
}

/** `LSTM 2 layers`. */
export const networkName = ({ cell, layers }: Pick<Run, 'cell' | 'layers'>): string =>
  `${cell.toUpperCase()} ${layers} layer${layers === 1 ? '' : 's'}`;

/** `LSTM 2×128`: with its own hidden size. */
export const sizedName = ({ cell, layers, hidden }: Run): string =>
  `${cell.toUpperCase()} ${layers}×${hidden}`;

/** The run of each group with the lowest validation loss. */
export function bestOf(runs: readonly Run[], group: (run: Run) => string): Run[] {
  const best = new Map<string, Run>();
  for (const run of runs) {
    if (run.validation_loss === null) continue;
    const before = best.get(group(run));
    if (before === undefined || run.validation_loss < before.validation_loss!) best.set(group(run), run);
  }
  return [...best.values()];
}
