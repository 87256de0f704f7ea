import { userError } from '../../core/errors.js';
import type { ModelConfig, Snapshot, TaskData } from '../../core/snapshot.js';
import { findModel } from '../../runs/checkpoint.js';
import { readAnyModel } from '../../runs/foreign-model.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { ForeignWeights } from '../../model/transfer.js';
import type { TrainOptions } from '../../train/options.js';
import { symbolNames, type Vocabulary } from '../../text/vocabulary.js';

/** A model that initializes another run. */
interface Initial {
  /** Its sizes, which the new network must have. */
  readonly model: TrainOptions['model'];
  /** Its weights for the symbols of another text, and a line that reports what was used. */
  fit(vocabulary: Vocabulary, task?: TaskData): { weights: ForeignWeights; note: string };
}

/** The sizes given by flags. */
type Asked = { readonly [K in keyof ModelConfig]?: ModelConfig[K] | undefined };

/**
 * Opens the model that --init-from names. Throws init/shape when a given size (a key of `asked`) is not the
 * model's.
 */
export function openInitial(path: string, asked: Asked): Initial {
  const file = findModel(path);
  const snapshot = readAnyModel(file);
  for (const key of ['cell', 'hidden', 'layers', 'embedding'] as const) {
    const [has, wanted] = [snapshot.model[key], asked[key]];
    if (wanted === undefined || has === wanted) continue;
    throw userError('init/shape', { file, flag: `--${key}`, has, asked: wanted });
  }
  return {
    model: { ...sizesOf(snapshot.model), dropout: asked.dropout ?? snapshot.model.dropout },
    fit: (vocabulary, task) => fit(snapshot, vocabulary, file, task),
  };
}

function sizesOf({
  cell,
  hidden,
  layers,
  embedding,
  dropout,
  recurrentBias,
}: ModelConfig): TrainOptions['model'] {
  return { cell, hidden, layers, embedding, dropout, recurrentBias };
}

function fit(
  snapshot: Snapshot,
  vocabulary: Vocabulary,
  file: string,
  task?: TaskData,
): ReturnType<Initial['fit']> {
  if (snapshot.task && snapshot.task.name !== task?.name) {
    throw userError('init/task', { file, has: snapshot.task.name, asked: task?.name ?? 'language' });
  }
  const { tokens } = snapshot.vocabulary;
  if (tokens !== vocabulary.tokens) {
    throw userError('init/tokens', { file, has: tokens, asked: vocabulary.tokens });
  }
  const symbols = symbolNames(snapshot.vocabulary);
  const known = new Set(symbols);
  const wanted = symbolNames(vocabulary);
  const met = wanted.filter((symbol) => known.has(symbol)).length;
  const note = `initialized from ${sanitizeLine(file)}, which knows ${met} of the ${wanted.length} symbols`;
  return { weights: { weights: snapshot.weights, symbols, task: snapshot.task }, note };
}
