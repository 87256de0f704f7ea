import { bestLevel, measureBaseline } from '../../eval/baseline.js';
import { textParts } from '../../data/splits.js';
import { arraySource, sliceSource } from '../../text/id-source.js';
import { encodeKnown } from '../../text/tokens.js';
import type { TrainOptions } from '../../train/options.js';
import type { Baselines, NamedText } from '../protocol.js';
import { vocabularyOf } from './training.js';
import type { Turn } from './turns.js';

/** The longest context that is counted: beyond it, a text of 1 MB has little to count. */
const MAX_CONTEXT = 7;

/**
 * What a network is compared with, on the part of the text that is held out from its training: guessing, ln V; how often
 * each symbol occurs; and the best n-gram model (Kneser-Ney). Null where the text is too short to hold out a part.
 */
export async function measureBaselines(
  { text }: NamedText,
  { split }: TrainOptions,
  turn: Turn,
): Promise<Baselines | null> {
  const vocabulary = vocabularyOf(text, 'chars');
  const source = arraySource(encodeKnown(text, vocabulary).ids);
  const parts = textParts(source.length, split);
  const [train, heldOut] = [sliceSource(source, ...parts.train), sliceSource(source, ...parts.validation)];
  if (train.length < 2 || heldOut.length < 2) return null;
  const baseline = await measureBaseline(train, heldOut, {
    symbols: vocabulary.size,
    maxContext: MAX_CONTEXT,
    first: 1,
    pause: () => turn(),
  });
  const { context, loss } = bestLevel(baseline);
  const guessing = Math.log(vocabulary.size);
  return { guessing, counting: baseline.levels[0]!.loss, ngram: { context, loss } };
}
