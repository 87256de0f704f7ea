import { userError, type UserError } from '../../core/errors.js';
import { argmax } from '../../core/numbers.js';
import { createRng } from '../../core/rng.js';
import type { Snapshot } from '../../core/snapshot.js';
import { errorLine } from '../../core/wording/index.js';
import { sliceClips, unreadableClips, type Clips } from '../../data/clips.js';
import { captionText, LONGEST } from '../../eval/score-captions.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { writeCaptions } from '../../sample/captions.js';
import { choiceOf } from '../../sample/choice.js';
import { answerClips } from '../../sample/clips.js';
import type { Answer, Answers, Asked } from '../answers.js';
import { readClips } from './clips.js';
import { checkFit } from './fit.js';
import { isClips } from './kind.js';

/** Clips and images are read so many at once: between them the work may be stopped. */
const BATCH = 50;

/** The label of each clip, or the caption of each image. Throws clips/*, npz/*, usage/extra-argument for another file. */
export async function answerImages({ snapshot }: ModelFile, asked: Asked): Promise<Answers> {
  const { input, watch } = asked;
  const { network } = snapshot.model.images!;
  if (input === undefined) throw userError('clips/needed', { network });
  if (input !== '-' && !isClips(input))
    throw userError('usage/extra-argument', { value: input, usage: 'char-rnn sample <model> [clips.npz]' });
  const { clips } = await readClips(input, { asQuestions: true, signal: watch.signal });
  checkFit(snapshot, clips, input);
  const bad = blackOut(clips, input === '-' ? 'standard input' : input);
  const { unit, key, each } = snapshot.task
    ? captionsOf(snapshot, clips, asked)
    : labelsOf(snapshot, clips, asked);
  return {
    unit,
    columns: [unit, key, 'probability'],
    hasHeader: true,
    hasLineEnds: false,
    skipped: () => 0,
    async *[Symbol.asyncIterator]() {
      let place = 0;
      for (const { text, probability, record } of each()) {
        if (place % BATCH === 0) await watch.pause(NaN);
        const error = bad.get(place);
        const number = String(place);
        if (error) {
          const record = { [unit]: place, [key]: null, error: errorLine(error) };
          yield { text: '', record, cells: [number, '', ''], bad: error };
        } else {
          const cells = [number, text, String(+probability.toPrecision(PRECISION))];
          yield { text, record: { [unit]: place, ...record }, cells };
        }
        place += 1;
      }
    },
  };
}

/** Digits of a probability in a table. */
const PRECISION = 6;

/** What a network says of each clip or image, those that cannot be read included. */
interface Said {
  readonly unit: 'clip' | 'image';
  /** What is said. */
  readonly key: 'label' | 'caption';
  each(): Iterable<Pick<Answer, 'text' | 'record'> & { readonly probability: number }>;
}

/** Clips with a pixel that is not finite are made black, so that the others can be read with them; returns why. */
function blackOut(clips: Clips, file: string): ReadonlyMap<number, UserError> {
  const found = unreadableClips(clips);
  for (const { clip } of found) sliceClips(clips, clip, 1).pixels.fill(0);
  return new Map(found.map((bad) => [bad.clip, userError('clips/pixel', { file, ...bad })]));
}

/** A label, or one for each frame, divided by tabs, where the network labels frames. */
function labelsOf(snapshot: Snapshot, clips: Clips, { backend }: Asked): Said {
  const labels = snapshot.labels!;
  return {
    unit: 'clip',
    key: 'label',
    *each() {
      for (const { probabilities } of answerClips(snapshot, clips, backend)) {
        const likeliest = probabilities.map((p) => labels[argmax(p)]!);
        const frames = probabilities.map((p) => Object.fromEntries(labels.map((label, i) => [label, p[i]!])));
        const [label, all] = clips.perFrame ? [likeliest, frames] : [likeliest[0], frames[0]];
        const last = probabilities.at(-1)!;
        yield {
          text: likeliest.join('\t'),
          record: { label, probabilities: all },
          probability: last[argmax(last)]!,
        };
      }
    },
  };
}

/** Captions, with the likeliest symbols unless a temperature is asked for. */
function captionsOf(snapshot: Snapshot, clips: Clips, asked: Asked): Said {
  const { temp = 0, seed, backend } = asked;
  const choice = { ...choiceOf({ ...asked, temp }), length: LONGEST, rng: createRng(seed) };
  return {
    unit: 'image',
    key: 'caption',
    *each() {
      for (const { ids, logprob } of writeCaptions(snapshot, clips, backend, choice)) {
        const caption = captionText(snapshot.task!, ids);
        yield { text: caption, record: { caption, logprob }, probability: Math.exp(logprob) };
      }
    },
  };
}
