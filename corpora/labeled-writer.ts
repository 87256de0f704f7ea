/**
 * What is true of a character of the nested language, as recorded by the generator while writing, not by parsing the text.
 * As everywhere in this project a value describes the state *after* its character: an opening quote is inside, the
 * closing one is outside again. Names are those of the features that `char-rnn inspect` knows.
 */
const features = [
  'double-quotes',
  'string',
  'parentheses',
  'square-brackets',
  'braces',
  'depth',
  'line-comment',
  'hash-comment',
  'block-comment',
  'if-condition',
  'indentation',
  'leading-space',
  'line-length',
  'capitalized',
  'digit',
] as const;
export type NestedFeature = (typeof features)[number];

export interface NestedText {
  /** ASCII only: character i is text[i]. */
  readonly text: string;
  /** A value for every character. */
  readonly truth: Readonly<Record<NestedFeature, Float32Array>>;
}

/** Writes characters and, with each, the features at that moment. */
export interface LabeledWriter {
  readonly text: string[];
  readonly truth: Record<NestedFeature, Float32Array>;
  /** The features from now on. */
  readonly now: Record<NestedFeature, number>;
  put(text: string): void;
}

/** A writer that stops after `length` characters. */
export function createLabeledWriter(length: number): LabeledWriter {
  const each = <Value>(value: () => Value) =>
    Object.fromEntries(features.map((name) => [name, value()])) as Record<NestedFeature, Value>;
  const text: string[] = [];
  const now = each(() => 0);
  const truth = each(() => new Float32Array(length));
  now['leading-space'] = 1;
  return {
    text,
    truth,
    now,
    put(piece) {
      for (const char of piece) {
        if (text.length === length) return;
        now['line-length']++;
        for (const name of features) truth[name][text.length] = now[name];
        text.push(char);
      }
    },
  };
}

/** An opening bracket is inside, its closing one outside. */
export function bracket(
  writer: LabeledWriter,
  kind: 'parentheses' | 'square-brackets' | 'braces',
  marks: string,
  content: () => void,
): void {
  const { now } = writer;
  const before = { ...now };
  now[kind] = 1;
  now.depth++;
  writer.put(marks[0]!);
  content();
  now[kind] = before[kind];
  now.depth = before.depth;
  // the last bracket of a condition ends it
  if (before['if-condition'] === 1 && before.parentheses === 0) now['if-condition'] = 0;
  writer.put(marks[1]!);
}

/** Sets `feature` while `content` is written. */
export function inside(writer: LabeledWriter, feature: NestedFeature, content: () => void): void {
  writer.now[feature] = 1;
  content();
  writer.now[feature] = 0;
}
