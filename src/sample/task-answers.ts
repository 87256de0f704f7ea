import type { Rng } from '../core/rng.js';
import type { TaskData } from '../core/snapshot.js';
import { textOfTarget } from '../tasks/task-data.js';
import type { Answerer, Source, Written } from './answers.js';
import type { Choice } from './choice.js';

/** The answer of a model of a task to one source. */
export interface TaskAnswer {
  /** The label, the tags, or the text; null where it is less probable than was asked for. */
  readonly text: string | null;
  /** log p of the answer, in nats. */
  readonly logprob: number;
  /** The most probable answers, the best first; absent where none were searched for. */
  readonly alternatives?: readonly { readonly text: string; readonly logprob: number }[];
  /** classify: log p of every label. */
  readonly labels?: Float64Array;
}

/** How answers are written. */
export interface AnswerOptions extends Choice {
  /** The most symbols of a target. */
  readonly length: number;
  /** One generator for each source. */
  readonly rngs: readonly Rng[];
  /** Hypotheses of the search for alternatives; undefined for none. */
  readonly width: number | undefined;
  /** Whether the best of them is the answer. */
  readonly searched: boolean;
}

/** An answer without its text where it is less probable than `least`. */
export function withhold(answer: TaskAnswer, least: number): TaskAnswer {
  return Math.exp(answer.logprob) < least ? { ...answer, text: null } : answer;
}

/** Labels that are listed as alternatives. */
export const ALTERNATIVES = 5;

/** The answers to sources, at most `answerer.rows` of them. */
export function answerSources(
  answerer: Answerer,
  task: TaskData,
  sources: readonly Source[],
  options: AnswerOptions,
): TaskAnswer[] {
  if (sources.length === 0) return [];
  const ids = () => sources.map((source) => source.ids!);
  if (task.name === 'classify')
    return answerer.labels(ids()).map((logprobs) => labelAnswer(logprobs, task.target));
  const asText = ({ ids, logprob }: Written) => ({ text: textOfTarget(task, ids), logprob });
  if (task.name === 'tag') return answerer.tags(ids()).map(asText);
  const found = options.width === undefined ? undefined : answerer.beams(sources, options.length);
  const alternatives = found?.map((hypotheses) => hypotheses.map(asText));
  if (options.searched && alternatives)
    return alternatives.map((texts) => ({ ...texts[0]!, alternatives: texts }));
  return answerer
    .targets(sources, options)
    .map((written, i) => ({ ...asText(written), ...(alternatives && { alternatives: alternatives[i]! }) }));
}

function labelAnswer(logprobs: Float64Array, names: readonly string[]): TaskAnswer {
  const ranked = Array.from(logprobs.keys()).sort((a, b) => logprobs[b]! - logprobs[a]! || a - b);
  const alternatives = ranked
    .slice(0, ALTERNATIVES)
    .map((id) => ({ text: names[id]!, logprob: logprobs[id]! }));
  return { ...alternatives[0]!, alternatives, labels: logprobs };
}
