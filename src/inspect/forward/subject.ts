import type { Floats } from '../../core/floats.js';
import type { Memory } from '../../core/memory.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Kernels } from '../../kernels/kernels.js';
import type { LanguageModel } from '../../model/language-model.js';
import type { Pace } from './pace.js';
import type { Clips } from '../../data/clips.js';
import type { Pair } from '../pairs/report.js';
import type { InspectedSeries } from './series.js';
import type { InspectedTable } from './table.js';
import type { InspectedText, TextSource } from './text.js';

/** The kernels, and the memory of the arrays. */
export interface Backend {
  readonly kernels: Kernels;
  readonly memory: Memory;
}

/** What is inspected: a network, built for windows of model.T steps of model.B rows, and the text it reads. */
export interface Subject {
  readonly model: LanguageModel;
  readonly backend: Backend;
  readonly text: InspectedText;
  readonly pace: Pace;
}

/** The window every view reads in: 64 stretches of text side by side, 64 symbols at a time. */
export const WINDOW = { T: 64, B: 64 };

/** What is read, one of these: a text piece by piece, the rows of a table, clips, pairs of texts, or series. */
export interface InspectedData {
  readonly source?: TextSource;
  readonly table?: InspectedTable;
  readonly clips?: InspectedClips;
  readonly pairs?: { readonly name: string; readonly pairs: readonly Pair[] };
  readonly series?: InspectedSeries;
}

/** Clips, and the network that reads them: it looks frames up in `pixels`, which has room for one clip. */
export interface InspectedClips {
  readonly name: string;
  readonly clips: Clips;
  readonly snapshot: Snapshot;
  readonly pixels: Floats;
}

export type DataKind = 'text' | 'table' | 'clips' | 'pairs' | 'series';

export function kindOf({ table, clips, pairs, series }: InspectedData): DataKind {
  if (clips) return 'clips';
  if (series) return 'series';
  if (table) return 'table';
  return pairs ? 'pairs' : 'text';
}
