import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { userError } from '../../core/errors.js';
import type { Json, Snapshot } from '../../core/snapshot.js';
import type { Backend } from '../../kernels/index.js';
import { createSymbolCounter } from '../../text/count.js';
import { languageData } from '../../tasks/language.js';
import { arraySource } from '../../text/id-source.js';
import { encodeKnown } from '../../text/tokens.js';
import { symbolNames, createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import { createEngine, type Engine } from '../../train/engine.js';
import type { TrainOptions } from '../../train/options.js';
import { progressFromJson } from '../../train/progress.js';
import { createReplicaEngine } from '../../train/replica-engine.js';
import type { TrainRun } from '../../train/session.js';
import { chooseThreads } from '../../train/threads.js';
import type { NamedText, Tokens } from '../protocol.js';
import { startThreads } from './threads.js';

/** The arguments of train(), and what the page shows of them. */
export interface PreparedRun {
  readonly run: TrainRun;
  readonly threads: number;
  readonly notes: readonly string[];
}

/** A new network for a text. */
export function prepareNew(text: NamedText, options: TrainOptions, backend: Backend): PreparedRun {
  return prepare({ text, options, vocabulary: vocabularyOf(text.text, 'chars') }, backend, {}, []);
}

/** The symbols of a text. */
export function vocabularyOf(text: string, tokens: Tokens): Vocabulary {
  if (tokens === 'bytes') return createVocabulary({ tokens, symbols: [] });
  const counter = createSymbolCounter();
  counter.add(text);
  return createVocabulary(counter.vocabulary(1));
}

/** A run that has reached its last epoch continues without a limit; all else is unchanged. */
function withoutReachedLimits(options: TrainOptions, { training }: Snapshot): TrainOptions {
  const { epoch, step, seconds } = progressFromJson(training!.progress);
  return {
    ...options,
    epochs: options.epochs !== null && epoch >= options.epochs ? null : options.epochs,
    steps: options.steps !== null && step >= options.steps ? null : options.steps,
    minutes: options.minutes !== null && seconds >= options.minutes * 60 ? null : options.minutes,
  };
}

/**
 * More training for a network: exactly as the command line's --resume where the text is the one it was trained on, else
 * a new training starts from its weights.
 */
export function prepareMore(
  snapshot: Snapshot,
  text: NamedText,
  { options, saved }: { readonly options: TrainOptions; readonly saved: TrainOptions | null },
  backend: Backend,
): PreparedRun {
  const known = createVocabulary(snapshot.vocabulary);
  if (saved !== null && digestIn(snapshot) === digestOf(text.text))
    return prepare(
      { text, options: withoutReachedLimits(saved, snapshot), vocabulary: known },
      backend,
      { from: snapshot },
      [],
    );
  const { vocabulary: _, ...model } = snapshot.model;
  const initial = { weights: snapshot.weights, symbols: symbolNames(known) };
  const vocabulary = vocabularyOf(text.text, known.tokens);
  const why = saved === null ? 'it has no training state' : 'this is not the text it was trained on';
  const notes = [`${why}: a new training starts from its weights`];
  return prepare({ text, options: { ...options, model }, vocabulary }, backend, { initial }, notes);
}

interface Training {
  readonly text: NamedText;
  readonly options: TrainOptions;
  readonly vocabulary: Vocabulary;
}

function prepare(
  { text: { name, text }, options, vocabulary }: Training,
  backend: Backend,
  begin: Pick<TrainRun, 'from' | 'initial'>,
  notes: readonly string[],
): PreparedRun {
  const { ids, unknown } = encodeKnown(text, vocabulary);
  if (ids.length < 2) throw userError(text === '' ? 'corpus/empty' : 'corpus/short', { file: name });
  if (vocabulary.size < 2)
    throw userError('corpus/one-symbol', { file: name, character: JSON.stringify(text[0]) });
  const data = languageData(arraySource(ids), options);
  const threads = threadsFor(options, vocabulary, backend);
  const environment = begin.from?.training?.environment ?? {
    backend: backend.name,
    threads,
    corpus: {
      files: [name],
      include: [],
      encoding: 'utf8',
      tokens: vocabulary.tokens,
      minCount: 1,
      characters: ids.length,
      digest: digestOf(text),
    },
  };
  const more = [...notes];
  if (unknown > 0) more.push(`left out: ${unknown} characters that the network does not know`);
  if (data.T < options.seq || data.B < options.batch)
    more.push(`the text is short: windows of ${data.T} characters, ${data.B} at a time`);
  if (data.validation === null && options.split.validation > 0) more.push('too short for a validation part');
  const run = { options, vocabulary, data, backend, environment: environment as Json, ...begin };
  return { run, threads, notes: more };
}

/** Threads need memory that they share, and a page that is cross-origin isolated: from a file there is one. */
function threadsFor(options: TrainOptions, { size }: Vocabulary, { memory }: Backend): number {
  if (!memory.wasm || !self.crossOriginIsolated) return 1;
  return chooseThreads({ ...options.model, vocabulary: size }, options, navigator.hardwareConcurrency);
}

/** An engine for the run, which `take` receives: the panels show its weights and state. */
export function withEngine(
  { run, threads }: PreparedRun,
  backend: Backend,
  take: (engine: Engine) => void,
): TrainRun {
  const create = threads > 1 ? createReplicaEngine(threads, backend.name, startThreads) : createEngine;
  return {
    ...run,
    async createEngine(config, setup) {
      const engine = await create(config, setup);
      take(engine);
      return engine;
    },
  };
}

/** Identifies a text as the command line does (material/text/tokenize.ts). */
const digestOf = (text: string): string => `bytes:${bytesToHex(sha256(new TextEncoder().encode(text)))}`;

function digestIn(snapshot: Snapshot): unknown {
  const { corpus } = (snapshot.training?.environment ?? {}) as { corpus?: { digest?: unknown } };
  return corpus?.digest;
}
