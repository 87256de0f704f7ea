import { randomInt } from 'node:crypto';
import { createContext, Script } from 'node:vm';
import type { Ids } from '../../core/floats.js';
import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import { unwatched, type Watch } from '../../core/watch.js';
import { openRunData, runDataOf } from '../../material/run-data.js';
import { newlineOf } from '../../material/text/lines.js';
import { text } from '../../material/text/material.js';
import { createPrimeReader, sampleRows, type Job } from '../../sample/rows.js';
import { decode } from '../../text/decoder.js';
import { encode, encodeKnown } from '../../text/tokens.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { NoteEvent } from '../train/events.js';
import { modelOf } from '../model.js';
import type { WritingFields } from './request.js';
import { openWritingModel, type WritingModel } from './writing-model.js';

/** Which lines are wanted, and how they are drawn. */
export interface LinesRequest extends WritingFields {
  /** How many lines. */
  readonly lines: number;
  /** How every line begins. */
  readonly prefix?: string | undefined;
  /** Whether characters of the prefix that the model does not know are left out. */
  readonly skipUnknown?: boolean | undefined;
  /** No line twice. */
  readonly unique?: boolean | undefined;
  /** No line of the text that the model was trained on. */
  readonly new?: boolean | undefined;
  /** Characters that are never drawn. */
  readonly forbid?: string | undefined;
  /** Only lines that match. */
  readonly only?: RegExp | undefined;
  readonly minLength?: number | undefined;
  /** Symbols after which a line without an end is dropped; default 1000. */
  readonly length?: number | undefined;
}

/** A line that was drawn. */
export interface LineEvent {
  readonly type: 'line';
  readonly text: string;
  /** Σ log p of its symbols after the prefix, the newline included. */
  readonly logprob: number;
  /** Lines drawn since the one before it, itself included. */
  readonly tries: number;
}

/** Lines drawn in a row without one that is wanted, after which the search ends. */
const MOST_TRIES = 10_000;
/** The most batch rows, and the symbols drawn between two pauses. */
const [MOST_ROWS, BETWEEN_PAUSES] = [64, 4096];
const LONGEST = 1000;

/**
 * Draws whole lines from the beginning of a line, many side by side, and yields those that are wanted as they end. Throws
 * corpus/lines for a model that knows no newline, text/unknown for a prefix it cannot read, data/* for `new` where its
 * text cannot be had again, lines/few where too few such lines exist.
 *
 * @example
 * for await (const event of sampleLines({ model: 'runs/names', lines: 20, prefix: 'Sol', unique: true }))
 *   if (event.type === 'line') console.log(event.text);
 */
export async function* sampleLines(request: LinesRequest): AsyncGenerator<LineEvent | NoteEvent, void, void> {
  const { lines, seed = randomInt(2 ** 32), length = LONGEST, watch = unwatched } = request;
  const model = modelOf(request);
  const writing = await openWritingModel({ ...request, model });
  const { vocabulary } = writing;
  const newline = newlineOf(vocabulary);
  if (newline === undefined) throw userError('corpus/lines', { file: model.file });
  for (const text of writing.notes) yield { type: 'note', text };
  const start = beginningOf(request, vocabulary);
  const prefix = decode(start, vocabulary);
  const isWanted = await createFilter(request, model, watch);
  const { draw, rows } = openDrawing(request, writing, Int32Array.of(newline, ...start));
  let drawn = 0;
  function* jobs(): Generator<LineJob> {
    for (let stream = 0; ; stream++)
      yield { start: draw.start, length, rng: createRng(seed, stream), ids: [], logprob: 0, ended: false };
  }
  let [found, tries] = [0, 0];
  for (const { job, draw: symbol } of sampleRows(draw.model, jobs(), draw.choice)) {
    if (++drawn % (BETWEEN_PAUSES * Math.ceil(rows / MOST_ROWS)) === 0) await watch.pause(found / lines);
    job.logprob += symbol.logprob;
    job.ended = symbol.id === newline;
    if (!job.ended) job.ids.push(symbol.id);
    if (!job.ended && job.ids.length < length) continue;
    tries += 1;
    const line = prefix + decode(job.ids, vocabulary);
    if (job.ended && isWanted(line)) {
      yield { type: 'line', text: line, logprob: job.logprob, tries };
      tries = 0;
      if (++found === lines) return;
    }
    if (tries >= MOST_TRIES) throw userError('lines/few', { found, wanted: lines, tries });
  }
}

function beginningOf({ prefix = '', skipUnknown }: LinesRequest, vocabulary: Vocabulary): Ids {
  return skipUnknown ? encodeKnown(prefix, vocabulary).ids : encode(prefix, vocabulary);
}

interface LineJob extends Job {
  readonly ids: number[];
  logprob: number;
  ended: boolean;
}

/** The network after a newline and the prefix, and how symbols are drawn. */
function openDrawing(request: LinesRequest, model: WritingModel, prefix: Ids) {
  const { sampling, clamps, vocabulary, choice } = model;
  const one = sampling.createModel(1);
  const reader = createPrimeReader(one, one.createState(), clamps);
  reader.read(prefix);
  const rows = Math.min(MOST_ROWS, Math.max(8, request.lines));
  const forbidden = Array.from(encodeKnown(request.forbid ?? '', vocabulary).ids);
  return {
    rows,
    draw: {
      model: sampling.createModel(rows),
      start: reader.start(),
      choice: { ...choice, exclude: [...choice.exclude!, ...forbidden], clamps },
    },
  };
}

/** Whether a line is one of those that are asked for. */
async function createFilter(
  { unique, new: isNew, only, minLength = 0 }: LinesRequest,
  model: ModelFile,
  watch: Watch,
): Promise<(line: string) => boolean> {
  const known = isNew ? await linesOfTraining(model, watch) : undefined;
  const seen = new Set<string>();
  const matches = only && boundedMatch(only);
  return (line) => {
    if (minLength > 0 && [...line].length < minLength) return false;
    if (matches && !matches(line)) return false;
    if (known?.has(line) || (unique && seen.has(line))) return false;
    if (unique) seen.add(line);
    return true;
  };
}

/** Seconds that a pattern may take for a line. */
const MATCH_SECONDS = 1;

/** Whether a line matches; throws lines/slow-regex for a pattern that takes a time exponential in the line. */
function boundedMatch(pattern: RegExp): (line: string) => boolean {
  const context = createContext({ pattern, line: '' });
  const script = new Script('pattern.test(line)');
  return (line) => {
    context['line'] = line;
    try {
      return script.runInContext(context, { timeout: 1000 * MATCH_SECONDS }) as boolean;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw userError('lines/slow-regex', { pattern: String(pattern), seconds: MATCH_SECONDS });
    }
  };
}

/** All lines of the text that a model was trained on, its held-out parts included. */
async function linesOfTraining(model: ModelFile, watch: Watch): Promise<Set<string>> {
  const hint = 'leave out --new, or put its text back';
  const opened = await openRunData(runDataOf(model, hint), { changed: 'refuse', hint, watch }, text);
  const known = new Set<string>();
  const decoder = new TextDecoder();
  try {
    let rest = '';
    for await (const piece of opened.pieces('all')) {
      const lines = (
        rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))
      ).split('\n');
      rest = lines.pop()!;
      for (const line of lines) known.add(line);
    }
    return known.add(rest);
  } finally {
    opened.close();
  }
}
