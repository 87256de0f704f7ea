import { forgeCheckpoint, forgeFile } from './forge.js';

/** Files that were made to break a loader, by what is wrong with them. */
export function* hostileFiles(): Generator<[string, Uint8Array]> {
  yield* lengths();
  yield* headers();
  yield* layouts();
  yield* forgedModels();
  yield* forgedTraining();
}

function* lengths(): Generator<[string, Uint8Array]> {
  const eight = new Uint8Array(8);
  yield ['an empty file', new Uint8Array(0)];
  yield ['eight zeros', eight];
  yield ['a header of length 0', forgeFile('{}', eight, 0n)];
  yield ['a header longer than the file', forgeFile('{}', eight, 11n)];
  yield ['a header of 4 GiB', forgeFile('{}', eight, 2n ** 32n)];
  yield ['a header of 2^53 + 1', forgeFile('{}', eight, 2n ** 53n + 1n)];
  yield ['a header of 2^63', forgeFile('{}', eight, 2n ** 63n)];
  yield ['a header of 2^64 - 1', forgeFile('{}', eight, 2n ** 64n - 1n)];
  yield ['5 MiB of header', forgeFile(`{"__metadata__":{"a":"${'x'.repeat(5 * 2 ** 20)}"}}`)];
}

function* headers(): Generator<[string, Uint8Array]> {
  yield ['no tensors and no metadata', forgeFile('{}')];
  yield ['an array', forgeFile('[]')];
  yield ['a string', forgeFile('"{}"')];
  yield ['no JSON', forgeFile('{"a":}')];
  yield ['half of the JSON', forgeFile('{"a":{"dtype":"F32"')];
  yield ['a string without end', forgeFile('{"a')];
  yield ['a byte-order mark', forgeFile('\ufeff{}')];
  yield ['invalid UTF-8', forgeFile(Uint8Array.of(0x7b, 0xff, 0x7d))];
  yield ['UTF-8 of a surrogate', forgeFile(Uint8Array.of(0x7b, 0xed, 0xa0, 0x80, 0x7d))];
  yield ['a depth of 100,000', forgeFile(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)];
  yield ['a depth of 5,000,000', forgeFile(`{"a":${'['.repeat(5_000_000)}`)];
  yield ['a key twice', forgeFile(`{"a":${tensor(0, 4)},"a":${tensor(0, 4)}}`, new Uint8Array(4))];
  yield [
    'a key twice, once escaped',
    forgeFile(`{"a":${tensor(0, 4)},"\\u0061":${tensor(0, 4)}}`, new Uint8Array(4)),
  ];
  yield ['two tables of metadata', forgeFile('{"__metadata__":{},"__metadata__":{"format":"char-rnn"}}')];
  yield ['__proto__ as a tensor', forgeFile(`{"__proto__":${tensor(0, 4)}}`, new Uint8Array(4))];
  yield ['__proto__ in the metadata', forgeFile('{"__metadata__":{"__proto__":{"format":"char-rnn"}}}')];
  yield ['metadata that is a list', forgeFile('{"__metadata__":["format","char-rnn"]}')];
  yield ['metadata that holds numbers', forgeFile('{"__metadata__":{"format":1}}')];
  yield ['100,000 tensors', forgeFile(manyTensors(100_000))];
  yield ['50,000 tensors', forgeFile(manyTensors(50_000))];
  yield ['5,000 tensors of other origin', forgeFile(manyTensors(5_000))];
}

function* layouts(): Generator<[string, Uint8Array]> {
  const data = new Uint8Array(8);
  const one = (entry: string) => forgeFile(`{"a":${entry}}`, data);
  yield ['a hole at the front', forgeFile(`{"a":${tensor(4, 8)}}`, data)];
  yield ['a hole in the middle', forgeFile(`{"a":${tensor(0, 4)},"b":${tensor(8, 12)}}`, new Uint8Array(12))];
  yield ['an overlap', forgeFile(`{"a":${tensor(0, 8)},"b":${tensor(4, 8)}}`, data)];
  yield ['the same bytes twice', forgeFile(`{"a":${tensor(0, 8)},"b":${tensor(0, 8)}}`, data)];
  yield ['data after the last tensor', forgeFile(`{"a":${tensor(0, 4)}}`, data)];
  yield ['offsets beyond the file', forgeFile(`{"a":${tensor(0, 4000)}}`, data)];
  yield ['offsets in reverse', one('{"dtype":"F32","shape":[2],"data_offsets":[8,0]}')];
  yield ['a negative offset', one('{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}')];
  yield ['offsets with a fraction', one('{"dtype":"U8","shape":[1],"data_offsets":[0.5,1.5]}')];
  yield ['an offset of 1e400', one('{"dtype":"U8","shape":[8],"data_offsets":[0,1e400]}')];
  yield [
    'a shape that overflows',
    one('{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}'),
  ];
  yield ['a shape of -1 × -2', one('{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}')];
  yield [
    'a shape of nine dimensions',
    one('{"dtype":"F32","shape":[2,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}'),
  ];
  yield ['a shape that is no list', one('{"dtype":"F32","shape":2,"data_offsets":[0,8]}')];
  yield ['a shape and offsets that disagree', one('{"dtype":"F32","shape":[3],"data_offsets":[0,8]}')];
  yield ['an unknown dtype', one('{"dtype":"F4","shape":[16],"data_offsets":[0,8]}')];
  yield ['a dtype every object has', one('{"dtype":"toString","shape":[8],"data_offsets":[0,8]}')];
  yield ['a field too many', one('{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}')];
  yield ['a field too few', one('{"dtype":"F32","shape":[2]}')];
  yield ['a name that drives a terminal', forgeFile(`{"\\u001b]0;x\\u0007":${tensor(0, 8)}}`, data)];
  yield ['a name of 300 letters', forgeFile(`{"${'n'.repeat(300)}":${tensor(0, 8)}}`, data)];
}

function* forgedModels(): Generator<[string, Uint8Array]> {
  const model = (fields: object): Uint8Array =>
    forgeCheckpoint((metadata) => {
      metadata['model'] = JSON.stringify({ ...(JSON.parse(metadata['model']!) as object), ...fields });
    });
  const vocabulary = (fields: object): Uint8Array =>
    forgeCheckpoint((metadata) => {
      metadata['vocabulary'] = JSON.stringify({
        ...(JSON.parse(metadata['vocabulary']!) as object),
        ...fields,
      });
    });
  yield ['no format', forgeCheckpoint((metadata) => void delete metadata['format'])];
  yield ['a later version', forgeCheckpoint((metadata) => void (metadata['version'] = '2'))];
  yield ['no model', forgeCheckpoint((metadata) => void delete metadata['model'])];
  yield ['a model that is not JSON', forgeCheckpoint((metadata) => void (metadata['model'] = '{'))];
  yield ['a model that is null', forgeCheckpoint((metadata) => void (metadata['model'] = 'null'))];
  yield [
    'a model with __proto__',
    forgeCheckpoint((metadata) => void (metadata['model'] = '{"__proto__":{}}')),
  ];
  yield ['an unknown cell', model({ cell: 'transformer' })];
  yield ['a million units', model({ hidden: 1e6 })];
  yield ['1e308 layers', model({ layers: 1e308 })];
  yield ['no units', model({ hidden: 0 })];
  yield ['two and a half units', model({ hidden: 2.5 })];
  yield ['a negative embedding', model({ embedding: -1 })];
  yield ['dropout of 1', model({ dropout: 1 })];
  yield ['a field more', model({ attention: true })];
  yield ['more layers than weights', model({ layers: 2 })];
  yield ['another width than the weights', model({ hidden: 4 })];
  yield ['no recurrent bias, but its weights', model({ recurrentBias: false })];
  yield ['a vocabulary larger than the list', model({ vocabulary: 6 })];
  yield ['a symbol twice', vocabulary({ symbols: ['a', 'a', 'b', 'c', 'd'] })];
  yield ['a symbol of two characters', vocabulary({ symbols: ['ab', 'b', 'c', 'd', 'e'] })];
  yield ['a symbol of none', vocabulary({ symbols: ['', 'b', 'c', 'd', 'e'] })];
  yield ['symbols that are numbers', vocabulary({ symbols: [1, 2, 3, 4, 5] })];
  yield ['bytes with a list of symbols', vocabulary({ tokens: 'bytes' })];
  yield ['bytes without 256 rows of weights', vocabulary({ tokens: 'bytes', symbols: [] })];
  yield ['a weight missing', forgeCheckpoint((_, tensors) => void tensors.delete('decoder.bias'))];
  yield ['a weight more', forgeCheckpoint((_, tensors) => void tensors.set('decoder.extra', floats(1)))];
  yield [
    'a weight of another shape',
    forgeCheckpoint((_, tensors) => void tensors.set('decoder.bias', floats(6))),
  ];
  yield [
    'weights that are integers',
    forgeCheckpoint((_, tensors) => {
      tensors.set('decoder.bias', { shape: [5], data: new Int32Array(5) });
    }),
  ];
  yield [
    'a weight that is NaN',
    forgeCheckpoint((_, tensors) => void tensors.set('decoder.bias', floats(5, NaN))),
  ];
  yield [
    'a weight that is infinite',
    forgeCheckpoint((_, tensors) => {
      tensors.set('decoder.bias', floats(5, Infinity));
    }),
  ];
}

function* forgedTraining(): Generator<[string, Uint8Array]> {
  const field = (name: string, text: string) => forgeCheckpoint((metadata) => void (metadata[name] = text));
  yield ['options that are a list', field('options', '[]')];
  yield ['progress that is a number', field('progress', '7')];
  yield ['progress with a key twice', field('progress', '{"step":1,"step":2}')];
  yield ['progress with 1e400', field('progress', '{"step":1e400}')];
  yield ['progress of great depth', field('progress', `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)];
  yield ['moments without progress', forgeCheckpoint((metadata) => void delete metadata['progress'])];
  yield [
    'moments that are NaN',
    forgeCheckpoint((_, tensors) => {
      const { shape, data } = tensors.get('training.optimizer.m')!;
      tensors.set('training.optimizer.m', { shape, data: Float32Array.from(data).fill(NaN) });
    }),
  ];
}

function tensor(begin: number, end: number): string {
  return `{"dtype":"F32","shape":[${(end - begin) / 4}],"data_offsets":[${begin},${end}]}`;
}

function manyTensors(count: number): string {
  return `{${Array.from({ length: count }, (_, i) => `"t${i}":${tensor(0, 0)}`).join(',')}}`;
}

function floats(length: number, value = 0): { shape: number[]; data: Float32Array } {
  return { shape: [length], data: new Float32Array(length).fill(value) };
}
