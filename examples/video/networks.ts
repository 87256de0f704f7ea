import type { ImageConfig, ModelConfig } from '../../src/core/snapshot.js';
import { presets } from '../../src/train/presets.js';
import type { TrainOptions } from '../../src/train/options.js';

/** A row of the table: a network, its data set, and the initialization of its CNN. */
export interface Contestant {
  readonly name: string;
  readonly set: 'clips' | 'torus' | 'digits';
  readonly network: ImageConfig['network'];
  readonly cell: string;
  readonly layers: number;
  /** Start from the CNN of the short per-frame network, frozen or fine-tuned. */
  readonly cnn?: 'frozen' | 'fine-tuned';
  /** Epochs of training. */
  readonly epochs: number;
}

const recurrences = {
  tanh: { network: 'conv', cell: 'rnn', layers: 1 },
  convGru: { network: 'conv', cell: 'gru', layers: 1 },
  cnnLstm: { network: 'cnn-lstm', cell: 'lstm', layers: 1 },
} as const;

const clips = { set: 'clips', epochs: 20 } as const;
const torus = { set: 'torus', epochs: 8 } as const;
const digits = { set: 'digits', epochs: 12 } as const;

/**
 * The network whose CNN initializes others: the longer it is trained without memory, the less its features tell about
 * motion.
 */
export const SOURCE_OF_CNN = 'per-frame CNN, 3 epochs';

export const contestants: readonly Contestant[] = [
  { name: 'per-frame CNN', ...clips, network: 'frames', cell: 'rnn', layers: 1 },
  { name: SOURCE_OF_CNN, ...clips, epochs: 3, network: 'frames', cell: 'rnn', layers: 1 },
  { name: 'CNN frozen + LSTM 64', ...clips, ...recurrences.cnnLstm, cnn: 'frozen' },
  { name: 'CNN fine-tuned + LSTM 64', ...clips, ...recurrences.cnnLstm, cnn: 'fine-tuned' },
  { name: 'recurrent CNN, tanh, 1 layer', ...clips, ...recurrences.tanh },
  { name: 'recurrent CNN, tanh, 2 layers', ...clips, ...recurrences.tanh, layers: 2 },
  { name: 'ConvGRU 16, 1 layer', ...clips, ...recurrences.convGru },
  { name: 'ConvGRU 16, 2 layers', ...clips, ...recurrences.convGru, layers: 2 },
  { name: 'torus: CNN + LSTM 64', ...torus, ...recurrences.cnnLstm },
  { name: 'torus: recurrent CNN, tanh', ...torus, ...recurrences.tanh },
  { name: 'torus: ConvGRU 16', ...torus, ...recurrences.convGru },
  { name: 'digits: CNN + LSTM 64', ...digits, ...recurrences.cnnLstm },
  { name: 'digits: ConvGRU 16', ...digits, ...recurrences.convGru },
];

const FEATURES = 64;
const MAP_UNITS = 16;

/** The network of a contestant for clips of that size and so many classes. */
export function modelOf(
  { network, cell, layers }: Contestant,
  { S, C, classes }: { readonly S: number; readonly C: number; readonly classes: number },
): Omit<ModelConfig, 'vocabulary'> {
  const hidden = network === 'conv' ? MAP_UNITS : FEATURES;
  const images = { network, size: S, channels: C, kernel: 3, features: FEATURES };
  return { cell, hidden, layers, embedding: 0, dropout: 0, recurrentBias: true, outputs: classes, images };
}

/** How every contestant is trained. */
export function optionsOf(
  { epochs, cnn }: Pick<Contestant, 'epochs' | 'cnn'>,
  model: TrainOptions['model'],
  seed: number,
): TrainOptions {
  return {
    ...presets.default,
    model,
    optimizer: { ...presets['torch-rnn'].optimizer, name: 'adam' },
    lr: 3e-3,
    schedule: { name: 'constant', decay: 1, decayAfter: 1, warmup: 0 },
    epochs,
    seed,
    split: { validation: 0, test: 0, layout: 'contiguous' },
    freeze: cnn === 'frozen' ? 'cnn' : null,
  };
}
