import { expect } from 'chai';
import { UserError } from '../../../src/core/errors.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint/checkpoint.js';
import { decodeSafetensors, encodeSafetensors } from '../../../src/formats/safetensors/safetensors.js';
import { smallSnapshot } from '../../helpers/snapshots.js';

describe('formats/checkpoint', () => {
  it('gives back exactly the snapshot that was encoded', () => {
    const snapshot = smallSnapshot();
    expect(decodeCheckpoint(encodeCheckpoint(snapshot))).to.deep.equal(snapshot);
  });

  it('gives back a snapshot without training state', () => {
    const { model, vocabulary, weights } = smallSnapshot();
    const decoded = decodeCheckpoint(encodeCheckpoint({ model, vocabulary, weights }));
    expect(decoded).to.deep.equal({ model, vocabulary, weights });
  });

  it('gives the same bytes for the same snapshot', () => {
    expect(encodeCheckpoint(smallSnapshot())).to.deep.equal(encodeCheckpoint(smallSnapshot()));
  });

  it('reads bytes at any alignment', () => {
    const bytes = encodeCheckpoint(smallSnapshot());
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    expect(decodeCheckpoint(shifted)).to.deep.equal(smallSnapshot());
  });

  it('keeps the weights under their PyTorch names in a plain safetensors file', () => {
    const { tensors } = decodeSafetensors(encodeCheckpoint(smallSnapshot()));
    expect([...tensors.keys()].filter((name) => !name.startsWith('training.'))).to.have.members([
      'rnn.weight_ih_l0',
      'rnn.weight_hh_l0',
      'rnn.bias_ih_l0',
      'rnn.bias_hh_l0',
      'decoder.weight',
      'decoder.bias',
    ]);
  });

  it('rejects a safetensors file of another program', () => {
    const foreign = encodeSafetensors(smallSnapshot().weights, {});
    expect(() => decodeCheckpoint(foreign, 'w.safetensors')).to.throw(
      UserError,
      'checkpoint/foreign: file = w.safetensors',
    );
  });
});
