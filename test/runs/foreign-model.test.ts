import { cellNames } from '../../src/layers/cells.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Tensor } from '../../src/core/snapshot.js';
import { writeCheckpoint } from '../../src/runs/checkpoint.js';
import { readAnyModel } from '../../src/runs/foreign-model.js';
import { encodeSafetensors } from '../../src/formats/safetensors/safetensors.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

describe('weights from another PyTorch program', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'foreign-'));
    file = join(directory, 'theirs.safetensors');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function save(tensors: ReadonlyMap<string, Tensor>, vocabulary?: unknown) {
    writeFileSync(file, encodeSafetensors(tensors, {}));
    if (vocabulary !== undefined) {
      writeFileSync(join(directory, 'vocabulary.json'), JSON.stringify(vocabulary));
    }
  }

  for (const cell of cellNames()) {
    it(`are a model of their shapes, for any attribute names of the module: ${cell}`, () => {
      const snapshot = randomSnapshot({ cell, layers: 2, embedding: 4 });
      const theirs = Array.from(snapshot.weights, ([name, tensor]) => {
        const renamed = name
          .replace('rnn.', `net.${cell}.`)
          .replace('encoder', 'embed')
          .replace('decoder', 'fc');
        return [renamed, tensor] as const;
      });
      save(new Map(theirs), snapshot.vocabulary.symbols);
      const read = readAnyModel(file);
      expect(read.model).deep.equal(snapshot.model);
      expect(read.vocabulary).deep.equal(snapshot.vocabulary);
      for (const [name, { data }] of snapshot.weights) {
        expect([...read.weights.get(name)!.data]).deep.equal([...data]);
      }
    });
  }

  it('need their symbols beside them, as many as they have rows', () => {
    const { weights, vocabulary } = randomSnapshot({ cell: 'lstm' });
    save(weights);
    expect(() => readAnyModel(file)).throw('vocabulary.json, why = it does not exist');
    for (const [wrong, why] of [
      [['a', 'b'], 'it has 7 rows, and the vocabulary 2 symbols'],
      [{ symbols: 7 }, 'it has no list of symbols'],
      [['a', 'a', 'b', 'c', 'd', 'e', 'f'], 'a symbol stands in it twice'],
    ] as const) {
      save(weights, wrong);
      expect(() => readAnyModel(file)).throw(why);
    }
    save(weights, vocabulary);
    expect(readAnyModel(file).model.cell).equal('lstm');
  });

  it('must be those of a recurrent network', () => {
    save(new Map([['conv.weight', { shape: [2, 2], data: new Float32Array(4) }]]), ['a', 'b']);
    expect(() => readAnyModel(file))
      .throw('rnn.weight_ih_l0')
      .with.property('code', 'checkpoint/tensor');
    const odd = randomSnapshot({ cell: 'lstm' }).weights;
    save(new Map([...odd, ['rnn.weight_ih_l0', { shape: [10, 7], data: new Float32Array(70) }]]), [
      ...'abcdefg',
    ]);
    expect(() => readAnyModel(file)).throw('10 rows for 5 units fit none of RNN, LSTM, GRU');
    const bent = new Map([...odd, ['rnn.bias_ih_l0', { shape: [3], data: new Float32Array(3) }]]);
    save(bent, [...'abcdefg']);
    expect(() => readAnyModel(file)).throw('its shape is [3]');
  });

  it('are distinguished from checkpoints of this program', () => {
    const snapshot = randomSnapshot({ cell: 'gru' });
    writeCheckpoint(file, snapshot);
    expect(readAnyModel(file)).deep.equal(snapshot);
  });
});
