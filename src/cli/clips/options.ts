import { userError } from '../../core/errors.js';
import type { ImageConfig } from '../../core/snapshot.js';
import type { Clips } from '../../data/clips.js';
import { divisorOf } from '../../model/image-shapes.js';
import type { TrainOptions } from '../../train/options.js';
import { trainOptions } from '../options/train-options.js';
import type { TrainValues } from '../options/train.js';

/** Units where no --hidden is given: of a pixel of a map, and of the whole image. */
const MAP_UNITS = 16;
const FEATURES = 64;

/**
 * The options of a new run on clips: those of a text, except where clips want others - Adam with 0.003, one layer, 12
 * epochs - or a flag says so.
 */
export function clipOptions(
  values: TrainValues,
  { T, C, S }: Clips,
  outputs: number,
  file: string,
): TrainOptions {
  const network = values.network ?? 'conv';
  const kernel = values.kernel ?? 3;
  if (kernel % 2 === 0)
    throw userError('usage/value', { flag: '--kernel', value: kernel, expected: 'an odd number' });
  if (values.freeze !== undefined && values.initFrom === undefined)
    throw userError('usage/value', {
      flag: '--freeze',
      value: values.freeze,
      expected: '--init-from with it',
    });
  const images: ImageConfig = { network, size: S, channels: C, kernel, features: FEATURES };
  const divisor = divisorOf(images);
  if (S % divisor !== 0) throw userError('clips/size', { file, size: S, divisor });
  const options = trainOptions({
    ...values,
    hidden: values.hidden ?? (network === 'conv' ? MAP_UNITS : FEATURES),
    layers: values.layers ?? 1,
    optimizer: values.optimizer ?? 'adam',
    lr: values.lr ?? (values.optimizer === undefined ? 3e-3 : undefined),
    schedule: values.schedule ?? 'constant',
    epochs: values.epochs ?? (values.steps === undefined && values.minutes === undefined ? 12 : undefined),
    seq: T ?? 1,
  });
  return {
    ...options,
    model: { ...options.model, embedding: 0, outputs, images },
    freeze: values.freeze ?? null,
  };
}
