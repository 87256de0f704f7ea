import { clipLabels } from '../../corpora/clips.js';

/** Shares of clips: the whole label right, what moves or how (`kind`), and which way (`direction`). */
export interface Score {
  readonly accuracy: number;
  readonly kind: number;
  readonly direction: number;
}

/** Compares answers with labels. */
export function score(labels: readonly string[], answers: readonly string[]): Score {
  const share = (part: (label: string) => string | number) =>
    labels.filter((label, n) => part(label) === part(answers[n]!)).length / labels.length;
  return { accuracy: share((label) => label), kind: share(kindOf), direction: share(directionOf) };
}

/** The pair of a clip's label, the digit of a moving digit; of a label of one word, all. */
function kindOf(label: string): string | number {
  const place = clipLabels.indexOf(label as never);
  return place >= 0 ? Math.floor(place / 2) : label.split(' ')[0]!;
}

/** Which of its pair a clip's label is; else the last word. */
function directionOf(label: string): string | number {
  const place = clipLabels.indexOf(label as never);
  return place >= 0 ? place % 2 : label.split(' ').at(-1)!;
}
