import { userError } from '../../core/errors.js';
import { many } from '../../core/format.js';
import type { ModelConfig, Snapshot } from '../../core/snapshot.js';
import type { Backend } from '../../kernels/index.js';
import { cellNamed } from '../../layers/cells.js';
import type { Clamp } from '../../layers/layer.js';
import { cellName } from '../../model/cell-name.js';
import type { Counts } from '../../ngram/mixture.js';
import { corpusOriginOf } from '../../runs/config.js';
import { countsOrWhy } from '../../runs/counts.js';
import { choiceOf, type Choice } from '../../sample/choice.js';
import { placeholders } from '../../sample/draw-text.js';
import { openSampling, type Sampling } from '../../sample/precision.js';
import { mixedSampling } from '../../sample/with-counts.js';
import type { Encoding } from '../../text/encodings.js';
import { encodeKnown } from '../../text/tokens.js';
import { createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import { backendOf } from '../backend.js';
import { modelOf } from '../model.js';
import type { ClampedCell, WritingFields } from './request.js';

/** A network that writes, and its settings. */
export interface WritingModel {
  readonly snapshot: Snapshot;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
  readonly sampling: Sampling;
  /** What its predictions are mixed with. */
  readonly counts: Counts | undefined;
  readonly clamps: readonly Clamp[];
  /** How its symbols are chosen. */
  readonly choice: Choice;
  /** The encoding of the text it was trained on, where that is known. */
  readonly encoding: Encoding | undefined;
  /** Whether every line of the text it was trained on was an example. */
  readonly ofLines: boolean;
  /** Remarks, a line each. */
  readonly notes: readonly string[];
}

/** Opens a model. 16-bit weights are used where they hardly change the loss, and never with clamps. */
export async function openWritingModel(request: WritingFields): Promise<WritingModel> {
  const { backend: name = 'auto', clamp = [], exact, noCounts } = request;
  const { file, snapshot } = modelOf(request);
  const backend = await backendOf(name);
  const clamps = clampsOf(clamp, snapshot.model);
  const sampling = openSampling(snapshot, backend, !exact && clamps.length === 0);
  const { counts, why } = noCounts ? {} : countsOrWhy(file, snapshot);
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const notes = [
    ...(why === undefined ? [] : [`without counts: ${why}`]),
    ...(request.stop?.flatMap((stop) => noteOnStop(stop, vocabulary)) ?? []),
  ];
  if (sampling.bits === 32 && sampling.lossChange !== null) {
    const change = sampling.lossChange.toFixed(4);
    notes.push(`16-bit weights would change the loss by ${change} nats: weights keep their 32 bits`);
  }
  const corpus = corpusOriginOf(snapshot.training, file);
  return {
    snapshot,
    vocabulary,
    backend,
    counts,
    clamps,
    notes,
    sampling: counts ? mixedSampling(sampling, counts) : sampling,
    choice: { ...choiceOf(request), exclude: request.allowUnknown ? [] : placeholders(vocabulary) },
    encoding: corpus?.encoding,
    ofLines: corpus?.lines ?? false,
  };
}

/** What is wrong with a text that is to end others: the model never writes it, or it is not what was meant. */
function noteOnStop(stop: string, vocabulary: Vocabulary): string[] {
  const name = JSON.stringify(stop);
  const escape = /\\[nrt]/.exec(stop)?.[0];
  if (escape !== undefined)
    return [`--stop ${name}: ${escape} is two characters; in a shell the single one is $'${escape}'`];
  const { unknown } = encodeKnown(stop, vocabulary);
  if (unknown === 0) return [];
  return [`--stop ${name} ends nothing: the model does not know ${many(unknown, 'character')} of it`];
}

/** Cells as the layers count them, from 0, their state c where there is one, else h. Throws usage/value. */
export function clampsOf(wanted: readonly ClampedCell[], config: ModelConfig): Clamp[] {
  const { states } = cellNamed(config.cell);
  return wanted.map(({ value, ...cell }) => {
    const { layer, unit, state = states.at(-1)! } = cell;
    if (layer > config.layers || unit > config.hidden || !states.includes(state)) {
      const expected = `a layer from 1 to ${config.layers}, a unit from 1 to ${config.hidden} and a state of ${states.join(', ')}`;
      throw userError('usage/value', { flag: '--clamp', value: `${cellName(cell)}=${value}`, expected });
    }
    return { layer: layer - 1, unit: unit - 1, state, value };
  });
}
