import type { ImageConfig } from '../src/core/snapshot.js';
import { parameterName } from '../src/layers/cell.js';
import { productsOfFrame } from './clips.js';
import { modelShapes } from '../src/model/shapes.js';

/** One thing that is measured: training or sampling one network. */
export interface Workload {
  readonly name: string;
  readonly kind: 'train' | 'sample' | 'classify' | 'clips';
  /** Of clips. */
  readonly network?: Exclude<ImageConfig['network'], 'captions'>;
  readonly cell: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /**
   * B and T. In sampling, B texts are drawn side by side and T is 1; in classification T is the mean length of a row.
   */
  readonly batch: number;
  readonly seq: number;
  readonly optimizer: 'rmsprop' | 'adagrad' | 'adam';
  /** The peers that can run it. */
  readonly peers: readonly Peer[];
}

/** Lengths of rows as those of the names of 80,000 places: 3 to 30 symbols, 10.4 on average. */
export const nameLengths: readonly number[] = [
  ...[3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9],
  ...[9, 10, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17],
  ...[18, 19, 20, 21, 22, 23, 25, 30],
];

export type Peer = 'pytorch' | 'numpy' | 'tensorflow' | 'brain';

const training = { kind: 'train', vocabulary: 65, batch: 50, seq: 50, optimizer: 'rmsprop' } as const;
const sampling = { ...training, kind: 'sample', cell: 'lstm', layers: 2, batch: 1, seq: 1 } as const;

/** The networks of docs/video.md: T frames in place of characters. */
const clips = {
  kind: 'clips',
  vocabulary: 0,
  batch: 50,
  seq: 8,
  optimizer: 'adam',
  peers: ['pytorch'],
} as const;

export const workloads: readonly Workload[] = [
  {
    ...training,
    name: 'train LSTM 2×128 B50 T50',
    cell: 'lstm',
    layers: 2,
    hidden: 128,
    peers: ['pytorch', 'tensorflow', 'brain'],
  },
  { ...training, name: 'train GRU 2×128 B50 T50', cell: 'gru', layers: 2, hidden: 128, peers: ['pytorch'] },
  { ...training, name: 'train LSTM 1×512 B50 T50', cell: 'lstm', layers: 1, hidden: 512, peers: ['pytorch'] },
  {
    ...training,
    name: 'train LSTM 3×512 B100 T100',
    cell: 'lstm',
    layers: 3,
    hidden: 512,
    batch: 100,
    seq: 100,
    peers: ['pytorch'],
  },
  {
    ...training,
    name: 'train RNN 1×100 B1 T25',
    cell: 'rnn',
    layers: 1,
    hidden: 100,
    vocabulary: 61,
    batch: 1,
    seq: 25,
    optimizer: 'adagrad',
    peers: ['numpy', 'pytorch'],
  },
  {
    ...training,
    name: 'classify LSTM 1×256 B64, rows like names',
    kind: 'classify',
    cell: 'lstm',
    layers: 1,
    hidden: 256,
    batch: 64,
    seq: 10,
    peers: ['pytorch'],
  },
  {
    // the language model of the same size, beside it
    ...training,
    name: 'train LSTM 1×256 B64 T50',
    cell: 'lstm',
    layers: 1,
    hidden: 256,
    batch: 64,
    peers: ['pytorch'],
  },
  { ...clips, name: 'clips per-frame CNN B50 T8', network: 'frames', cell: 'rnn', layers: 1, hidden: 64 },
  { ...clips, name: 'clips CNN + LSTM 64 B50 T8', network: 'cnn-lstm', cell: 'lstm', layers: 1, hidden: 64 },
  { ...clips, name: 'clips ConvRNN 1×16 B50 T8', network: 'conv', cell: 'rnn', layers: 1, hidden: 16 },
  { ...clips, name: 'clips ConvGRU 1×16 B50 T8', network: 'conv', cell: 'gru', layers: 1, hidden: 16 },
  { ...sampling, name: 'sample LSTM 2×128', hidden: 128, peers: ['pytorch'] },
  { ...sampling, name: 'sample LSTM 2×512', hidden: 512, peers: ['pytorch'] },
  { ...sampling, name: 'sample LSTM 2×512, 16 texts', hidden: 512, batch: 16, peers: ['pytorch'] },
  { ...sampling, name: 'sample LSTM 2×512, 64 texts', hidden: 512, batch: 64, peers: ['pytorch'] },
];

/**
 * Floating-point operations for one character, or for one frame of a clip: two for each weight of a matrix product,
 * three products (forward, gradient of the input, gradient of the weights) in training. Looking up a one-hot input
 * costs none.
 */
export function flopsPerCharacter(workload: Workload): number {
  if (workload.kind === 'clips') return 2 * 3 * productsOfFrame(workload);
  const { kind, network: _, ...network } = workload;
  const shapes = modelShapes({ ...network, embedding: 0, dropout: 0, recurrentBias: true });
  let weights = 0;
  for (const { name, shape } of shapes) {
    if (shape.length === 2 && name !== parameterName('weight_ih', 0)) weights += shape[0]! * shape[1]!;
  }
  return 2 * weights * (kind === 'sample' ? 1 : 3);
}
