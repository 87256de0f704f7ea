import * as z from 'zod/mini';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { Json, ModelConfig, Snapshot, Tensor, TrainingSnapshot } from '../../core/snapshot.js';
import { modelShapes, stateWidths } from '../../model/shapes.js';
import { labelsSchema, modelSchema, objectSchema, taskSchema, vocabularySchema } from './schema.js';
import { checkSymbols } from './symbols.js';
import { NO_DIGEST, hasValidDigest, sealDigest } from './digest.js';
import { firstIssue } from '../../core/schema-messages.js';
import { product, sum } from '../../core/numbers.js';
import { parseHeader, type SafetensorsHeader, type TensorEntry } from '../safetensors/header.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors/safetensors.js';
import { parseStrictJson } from '../strict-json.js';

/**
 * A checkpoint is a safetensors file. Its tensors are the weights under their PyTorch names and, as
 * `training.<name>`, the optimizer's moments and the carried state; its metadata are JSON texts (model, vocabulary,
 * task or labels where there are such, options, environment, progress), and a SHA-256 over everything else.
 */
const FORMAT = 'char-rnn';
const VERSION = '1';
const TRAINING = 'training.';
/** Rows of a batch that a checkpoint may carry the state of. */
const MAX_ROWS = 65_536;
const MAX_MOMENTS = 4;

/**
 * The bytes of a checkpoint file: the same snapshot gives the same bytes. With `half`, its float32 become float16 with so
 * many bits of fraction, at most 10.
 *
 * @example
 * if (event.type === 'save') writeFileSync('model.safetensors', encodeCheckpoint(event.snapshot()));
 */
export function encodeCheckpoint(snapshot: Snapshot, half: number | null = null): Uint8Array {
  const { model, vocabulary, labels, task, weights, training } = snapshot;
  const metadata: Record<string, string> = {
    sha256: NO_DIGEST,
    format: FORMAT,
    version: VERSION,
    model: JSON.stringify(model),
    vocabulary: JSON.stringify({ tokens: vocabulary.tokens, symbols: vocabulary.symbols }),
  };
  if (task !== undefined) metadata['task'] = JSON.stringify(task);
  if (labels !== undefined) metadata['labels'] = JSON.stringify(labels);
  const tensors = new Map(weights);
  if (training !== undefined) {
    metadata['options'] = JSON.stringify(training.options);
    metadata['environment'] = JSON.stringify(training.environment);
    metadata['progress'] = JSON.stringify(training.progress);
    for (const [name, tensor] of training.tensors) tensors.set(TRAINING + name, tensor);
  }
  const bytes = encodeSafetensors(tensors, metadata, half);
  sealDigest(bytes);
  return bytes;
}

/**
 * The snapshot in a checkpoint file, its tensors as views on `bytes`. Anything that is not exactly what
 * encodeCheckpoint wrote (damaged, truncated, forged, of a newer version) is a UserError (checkpoint/...,
 * safetensors/...) naming `file`.
 */
export function decodeCheckpoint(bytes: Uint8Array, file = 'the checkpoint'): Snapshot {
  const header = parseHeader(bytes, bytes.length, file);
  const { metadata } = header;
  const outline = checkHeader(header, file);
  if (!hasValidDigest(bytes)) throw userError('checkpoint/digest', { file });
  const { tensors } = decodeSafetensors(bytes, file);
  for (const [name, tensor] of tensors) checkFinite(name, tensor, file);
  const weights = new Map([...tensors].filter(([name]) => !name.startsWith(TRAINING)));
  const training = readTraining(tensors, metadata, file);
  return { ...outline, weights, ...(training && { training }) };
}

/**
 * Checks everything in a header (format, model, vocabulary, labels, and the names, types and shapes of all tensors,
 * which the model determines), so that a file is refused before its tensors are read. Throws as decodeCheckpoint does.
 */
export function checkHeader(
  { metadata, entries }: Pick<SafetensorsHeader, 'metadata' | 'entries'>,
  file: string,
): Pick<Snapshot, 'model' | 'vocabulary' | 'labels' | 'task'> {
  if (metadata['format'] !== FORMAT) throw userError('checkpoint/foreign', { file });
  const version = metadata['version'] ?? '';
  if (version !== VERSION) throw userError('checkpoint/version', { file, version: quote(version) });
  const model = readField(modelSchema, metadata, 'model', file);
  const vocabulary = readField(vocabularySchema, metadata, 'vocabulary', file);
  const task = 'task' in metadata ? readField(taskSchema, metadata, 'task', file) : undefined;
  checkSymbols(model, vocabulary, task, file);
  const saved = entries.filter(({ name }) => name.startsWith(TRAINING));
  checkWeights(
    entries.filter((entry) => !saved.includes(entry)),
    modelShapes(model),
    file,
  );
  checkTraining(saved, model, file);
  const labels = task ? undefined : readLabels(model, metadata, file);
  return { model, vocabulary, ...(labels && { labels }), ...(task && { task }) };
}

function readLabels(
  { outputs, series }: ModelConfig,
  metadata: Readonly<Record<string, string>>,
  file: string,
): readonly string[] | undefined {
  if (series && series.targets.length > 0 && !('labels' in metadata)) return undefined;
  if (outputs === undefined && !('labels' in metadata)) return undefined;
  const labels = readField(labelsSchema, metadata, 'labels', file);
  if (labels.length === outputs) return labels;
  const why = `there are ${labels.length}, and the model has ${outputs ?? 'no'} outputs`;
  throw userError('checkpoint/field', { file, field: 'labels', why });
}

/** Whether encodeCheckpoint made bytes that can be read back: all but the digest, which it has just taken. */
export function checkReadable(bytes: Uint8Array, file: string): void {
  checkHeader(parseHeader(bytes, bytes.length, file), file);
}

function readTraining(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
  file: string,
): TrainingSnapshot | undefined {
  const saved = [...tensors].filter(([name]) => name.startsWith(TRAINING));
  const fields = ['options', 'environment', 'progress'];
  if (saved.length === 0 && !fields.some((field) => field in metadata)) return undefined;
  return {
    options: readField(objectSchema, metadata, 'options', file),
    environment: readField(z.json(), metadata, 'environment', file),
    progress: readField(objectSchema, metadata, 'progress', file),
    tensors: new Map(saved.map(([name, tensor]) => [name.slice(TRAINING.length), tensor])),
  };
}

/** One of the JSON texts of the metadata, parsed and checked. */
function readField<S extends z.ZodMiniType>(
  schema: S,
  metadata: Readonly<Record<string, string>>,
  field: string,
  file: string,
): z.output<S> {
  const fail = (why: string, cause?: unknown) => userError('checkpoint/field', { file, field, why }, cause);
  const text = metadata[field];
  if (text === undefined) throw fail('it is missing');
  let json: Json;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    throw fail(quote((error as Error).message), error);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw fail(firstIssue(parsed.error));
  return parsed.data;
}

/** A tensor's type and shape, known before it is read. */
type Outline = Pick<TensorEntry, 'name' | 'dtype' | 'shape'>;

/** The weights must be those the model asks for: no more, no less, each float32 or float64, of its shape. */
export function checkWeights(
  weights: readonly Outline[],
  shapes: readonly { name: string; shape: readonly number[] }[],
  file: string,
): void {
  const expected = new Map(shapes.map(({ name, shape }) => [name, shape]));
  const found = new Set<string>();
  for (const { name, dtype, shape: actual } of weights) {
    const fail = (why: string) => userError('checkpoint/tensor', { file, tensor: quote(name), why });
    const shape = expected.get(name);
    if (shape === undefined) throw fail('the model has no such tensor');
    if (String(shape) !== String(actual)) throw fail(`its shape is [${actual}], the model's [${shape}]`);
    if (dtype === 'I32' || dtype === 'U8') throw fail('it holds no floats');
    found.add(name);
  }
  for (const name of expected.keys()) {
    if (!found.has(name))
      throw userError('checkpoint/tensor', { file, tensor: quote(name), why: 'it is missing' });
  }
}

/** The state of training: moments as long as all weights, and the carried state of the batch rows, float32. */
function checkTraining(saved: readonly Outline[], model: ModelConfig, file: string): void {
  const total = sum(modelShapes(model).map(({ shape }) => product(shape)));
  const widths = stateWidths(model);
  let moments = 0;
  for (const { name, dtype, shape } of saved) {
    const fail = (why: string) => userError('checkpoint/tensor', { file, tensor: quote(name), why });
    const [, kind, part] = /^training\.(optimizer|state)\.(\w+)$/.exec(name) ?? [];
    if (dtype !== 'F32') throw fail('it is not float32');
    if (kind === 'optimizer') {
      if (String(shape) !== String([total])) throw fail(`it is not of shape [${total}]`);
      if (++moments > MAX_MOMENTS) throw fail('no optimizer has so many moments');
    } else if (kind === 'state') {
      const width = Object.hasOwn(widths, part!) ? widths[part!] : undefined;
      if (width === undefined) throw fail('the model has no such state');
      const [rows = 0, ...rest] = shape;
      if (rows < 1 || rows > MAX_ROWS || String(rest) !== String([width]))
        throw fail(`it is not of shape [rows, ${width}]`);
    } else throw fail('training has no such tensor');
  }
}

/** Every number must be within the range of float32, in which the network computes. */
export function checkFinite(name: string, { data }: Tensor, file: string): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(Math.fround(data[at]!))) continue;
    throw userError('checkpoint/tensor', { file, tensor: quote(name), why: `value ${at} is ${data[at]}` });
  }
}
