import { userError } from '../../core/errors.js';
import type { ImageConfig } from '../../core/snapshot.js';
import type { Clips } from '../../data/clips.js';
import { divisorOf } from '../../model/image-shapes.js';
import type { TrainOptions } from '../../train/options.js';
import { flagName } from '../options/flag.js';
import { delimiterOf } from '../options/task-options.js';
import { trainOptions } from '../options/train-options.js';
import type { TrainValues } from '../options/train.js';
import type { TrainArguments } from '../training/training.js';
import type { CaptionOrigin } from './open.js';

/** Default --hidden: per pixel of a map, and for the whole image. */
const MAP_UNITS = 16;
const FEATURES = 64;
/** Default epochs: for clips, and for captions, which take longer to learn. */
const [CLIP_EPOCHS, CAPTION_EPOCHS] = [12, 30];

/** Flags that do not apply to clips and images; those of captions only; those of labels only. */
const ofTexts = [
  'from',
  'delay',
  'reverse',
  'maxLength',
  'seq',
  'split',
  'include',
  'exclude',
  'tokens',
] as const;
const ofCaptions = ['to', 'toTokens', 'delimiter', 'dropoutMask', 'weightDropout'] as const;
const ofLabels = ['network'] as const;

/** How captions are to be read, undefined where clips are labeled. Throws usage/* for flags that do not apply. */
export function captionOrigin({ values, given }: TrainArguments): CaptionOrigin {
  const { task, freeze } = values;
  const isCaptions = task === 'generate';
  if (task === 'tag' || task === 'translate') {
    const expected = 'classify (the default) or generate, for an .npz file';
    throw userError('usage/value', { flag: '--task', value: task, expected });
  }
  for (const key of [...ofTexts, ...(isCaptions ? ofLabels : ofCaptions)]) {
    if (!given.has(key)) continue;
    const other = isCaptions ? 'images (.npz)' : 'clips (.npz) that are labeled';
    throw userError('usage/conflict', { flag: `--${flagName(key)}`, other });
  }
  if (freeze === 'rnn') {
    throw userError('usage/value', { flag: '--freeze', value: freeze, expected: 'cnn, for an .npz file' });
  }
  if (freeze !== undefined && values.initFrom === undefined)
    throw userError('usage/value', { flag: '--freeze', value: freeze, expected: '--init-from with it' });
  return captionTable(values);
}

/** How captions are read, undefined where clips are labeled. */
export function captionTable(values: TrainValues): CaptionOrigin {
  const { task } = values;
  if (task !== 'generate') return undefined;
  const { to, toTokens, delimiter, maxLength } = values;
  const rest = { maxLength, delay: 0, reverse: false };
  return { task, from: [], to, toTokens, delimiter: delimiterOf(delimiter), ...rest };
}

/**
 * The options of a new run on clips: those of a text, except Adam with 0.003, one layer and 12 epochs (30 for
 * captions), and what flags override. `outputs` are the labels, null for captions.
 */
export function clipOptions(
  values: TrainValues,
  { T, C, S }: Clips,
  outputs: number | null,
  file: string,
): TrainOptions {
  const network = outputs === null ? 'captions' : (values.network ?? 'conv');
  const kernel = values.kernel ?? 3;
  if (kernel % 2 === 0)
    throw userError('usage/value', { flag: '--kernel', value: kernel, expected: 'an odd number' });
  const images: ImageConfig = { network, size: S, channels: C, kernel, features: FEATURES };
  const divisor = divisorOf(images);
  if (S % divisor !== 0) throw userError('clips/size', { file, size: S, divisor });
  const epochs = outputs === null ? CAPTION_EPOCHS : CLIP_EPOCHS;
  const options = trainOptions({
    ...values,
    task: 'language', // whose preset the settings below are changes of
    hidden: values.hidden ?? (network === 'conv' ? MAP_UNITS : FEATURES),
    layers: values.layers ?? 1,
    optimizer: values.optimizer ?? 'adam',
    lr: values.lr ?? (values.optimizer === undefined ? 3e-3 : undefined),
    schedule: values.schedule ?? 'constant',
    epochs:
      values.epochs ?? (values.steps === undefined && values.minutes === undefined ? epochs : undefined),
    seq: T ?? 1,
  });
  const model =
    outputs === null ? { ...options.model, images } : { ...options.model, embedding: 0, outputs, images };
  return { ...options, model, freeze: values.freeze ?? null };
}
