import { userError, type UserError } from '../../core/errors.js';
import { sliceClips, unreadableClips } from '../../data/clips.js';
import { errorLine } from '../../core/wording/index.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { openClipSubject, type ClipSubject } from './model.js';

/** The exit code where some clips have no answer: they cannot be used. */
const UNANSWERED = 3;

/** Clips for `sample`, and why some of them cannot be answered. */
interface ClipQuestions extends Omit<ClipSubject, 'file'> {
  readonly bad: ReadonlyMap<number, UserError>;
}

/** Opens a network and clips. Those with a pixel that is not finite are black, so that the others can be read with them. */
export async function openClipQuestions(
  model: string,
  path: string,
  { signal }: Pick<Console['stop'], 'signal'>,
): Promise<ClipQuestions> {
  const { snapshot, clips } = await openClipSubject(model, path, { asQuestions: true, signal });
  const file = path === '-' ? 'standard input' : path;
  const found = unreadableClips(clips);
  for (const { clip } of found) sliceClips(clips, clip, 1).pixels.fill(0);
  return {
    snapshot,
    clips,
    bad: new Map(found.map((bad) => [bad.clip, userError('clips/pixel', { file, ...bad })])),
  };
}

/** Reports a clip without an answer. */
export async function reportBad(error: UserError, { err }: Pick<Console, 'err'>): Promise<void> {
  await err.write(`char-rnn: ${sanitizeLine(errorLine(error))}\n`);
}

/** The exit code at the end. */
export function exitCodeOf({ bad }: Pick<ClipQuestions, 'bad'>): number {
  return exitCodeOfStop() || (bad.size > 0 ? UNANSWERED : 0);
}
