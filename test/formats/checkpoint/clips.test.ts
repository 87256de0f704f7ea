import { expect } from 'chai';
import { UserError } from '../../../src/core/errors.js';
import { layoutParams } from '../../../src/core/params.js';
import type { ImageConfig, ModelConfig, Snapshot } from '../../../src/core/snapshot.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { modelShapes } from '../../../src/model/shapes.js';

const images: ImageConfig = { network: 'conv', size: 4, channels: 1, kernel: 3, features: 3 };

function snapshotOf(changes: Partial<ImageConfig> = {}, labels?: readonly string[]): Snapshot {
  const model: ModelConfig = {
    cell: 'gru',
    hidden: 2,
    layers: 1,
    embedding: 0,
    dropout: 0,
    recurrentBias: true,
    vocabulary: 0,
    outputs: 2,
    images: { ...images, ...changes },
  };
  const weights = Array.from(layoutParams(modelShapes(model)), ([name, { shape, length }]) => {
    return [name, { shape, data: new Float32Array(length).fill(0.5) }] as const;
  });
  const vocabulary = { tokens: 'chars', symbols: [] } as const;
  return { model, vocabulary, labels: labels ?? ['left', 'right'], weights: new Map(weights) };
}

function refusal(snapshot: Snapshot): string {
  try {
    decodeCheckpoint(encodeCheckpoint(snapshot));
  } catch (error) {
    if (error instanceof UserError) return error.message;
  }
  throw new Error('nothing was refused');
}

describe('a checkpoint of a network on clips', () => {
  for (const network of ['frames', 'cnn-lstm', 'conv'] as const) {
    it(`${network}: comes back as it was, with its labels`, () => {
      const snapshot = snapshotOf({ network });
      expect(decodeCheckpoint(encodeCheckpoint(snapshot))).deep.equal(snapshot);
    });
  }

  it('is refused with other labels than outputs, and with sizes that cannot be', () => {
    expect(refusal(snapshotOf({}, ['left']))).match(/labels.*there are 1, and the model has 2 outputs/);
    expect(refusal(snapshotOf({ kernel: 2 }))).match(/the kernel is even/);
    expect(refusal(snapshotOf({ size: 3 }))).match(/cannot be halved so often/);
    expect(refusal(snapshotOf({ size: 1 << 20 }))).match(/images\.size/);
  });
});
