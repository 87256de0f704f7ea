import { randomInt } from 'node:crypto';
import { userError } from '../../core/errors.js';
import { carriedState } from '../../model/language-model.js';
import { purposeOfModel } from '../../app/purpose.js';
import type { Choice } from '../../sample/choice.js';
import { createConversation, readAll } from '../../sample/conversation.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { answerLines } from '../answering/lines.js';
import { sampleCaptions } from '../clips/captions.js';
import { sampleClips } from '../clips/sample.js';
import type { Parsed } from '../options/flag.js';
import { sampleCommand, type SampleValues } from '../options/sample.js';
import { checkScope } from '../options/scope.js';
import { writeBeams } from '../sampling/beam-texts.js';
import { createHeat } from '../sampling/heat.js';
import { openWritingModel, type WritingModel } from '../sampling/open-model.js';
import { readPrimes, type Prime } from '../sampling/prime.js';
import { createSession } from '../sampling/session.js';
import { writeLines } from '../sampling/write-lines.js';
import { writeTexts } from '../sampling/write-texts.js';
import type { Console } from '../terminal/console.js';
import { isCaptions } from '../../tasks/task-data.js';
import { openProgress } from '../terminal/progress.js';
import { exitCodeOfStop } from '../terminal/signals.js';

type SampleArguments = Parsed<(typeof sampleCommand)['flags']>;

/** `char-rnn sample`: writes texts as they are drawn, searches for probable ones, or answers lines. */
export async function sample({ values, files, given }: SampleArguments, console: Console): Promise<number> {
  const { err, stop } = console;
  const file = findModel(files[0]!);
  const snapshot = readCheckpoint(file);
  checkScope(sampleCommand.flags, scoped({ values, given }), purposeOfModel(snapshot), 'this model');
  if (snapshot.task && isCaptions(snapshot.task))
    return sampleCaptions(files, { values, given }, choiceOf(values), console);
  if (snapshot.task)
    return answerLines({ file, snapshot }, files[1], { values, given }, choiceOf(values), console);
  if (values.beam !== undefined && values.jsonl)
    throw userError('usage/conflict', { flag: '--beam', other: '--jsonl' });
  if (files.length === 2 || snapshot.model.images) return sampleClips(files, { values }, console);
  if (values.lines !== undefined) return writeLines({ file, snapshot }, choiceOf(values), values, console);
  const model = await openWritingModel(file, snapshot, values, err);
  const primes = await readPrimes(values, model.vocabulary, model.encoding, stop.signal);
  const skipped = primes.reduce((sum, prime) => sum + prime.skipped, 0);
  await noteSkipped(skipped, err);
  if (values.heat) await err.write(`${createHeat(console.outChalk).legend}\n`);
  const seed = values.seed ?? randomInt(2 ** 32);
  const choice = choiceOf(values);
  if (values.interactive) {
    const length = given.has('length') ? values.length : REPLY;
    return talk(model, primes[0]!, choice, seed, { ...values, length }, console);
  }
  if (values.beam !== undefined) await writeBeams(model, primes, values.beam, values, console);
  else await writeTexts(model, primes, { choice, seed, progress: openProgress(console) }, values, console);
  await noteSkipped(primes[0]!.long?.skipped ?? 0, err);
  return exitCodeOfStop();
}

async function noteSkipped(skipped: number, err: Console['err']): Promise<void> {
  if (skipped > 0)
    await err.write(`left out of the prime: ${skipped} character(s) the model does not know\n`);
}

/** Temperature 0 is what a model that classifies or tags uses anyway. */
function scoped({ values, given }: Pick<SampleArguments, 'values' | 'given'>): ReadonlySet<string> {
  return new Set([...given].filter((key) => key !== 'temp' || values.temp > 0));
}

/** The most characters of a reply by default. */
const REPLY = 400;

function choiceOf(values: SampleValues): Choice {
  return {
    temperature: values.sample === '0' ? 0 : values.temp,
    topK: values.topK || undefined,
    topP: values.topP < 1 ? values.topP : undefined,
    minP: values.minP || undefined,
  };
}

/** --interactive, after the prime was read. */
async function talk(
  { sampling, snapshot, vocabulary, clamps, encoding }: WritingModel,
  prime: Prime,
  choice: Choice,
  seed: number,
  { length, stop, heat, ...values }: Pick<SampleValues, 'length' | 'stop' | 'heat' | 'encoding'>,
  console: Console,
): Promise<number> {
  const { converse } = await import('../sampling/interactive.js');
  const models = { model: sampling.createModel(1), exact: sampling.createModel(1, true) };
  const conversation = createConversation(models, carriedState(snapshot, models.model), choice, seed);
  conversation.clamps = clamps;
  readAll(conversation, prime.ids);
  const stops = stop.length > 0 ? stop : ['\n'];
  const session = createSession(conversation, vocabulary, { length, stops, heat });
  return converse(session, console, values.encoding ?? encoding);
}
