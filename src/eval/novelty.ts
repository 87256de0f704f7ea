import { createSuffixAutomaton, type SuffixAutomaton } from './suffix-automaton.js';

/** How much of a sample is new, and how much is copied from the training text. */
export interface Novelty {
  /** Characters of the sample. */
  readonly characters: number;
  /**
   * For each length L: the share of the sample's substrings of L characters that do not occur in training; null where
   * it has none.
   */
  readonly shares: readonly { readonly length: number; readonly share: number | null }[];
  /** The longest passage of the sample that occurs verbatim in the training text, the first of several. */
  readonly longestCopy: { readonly text: string; readonly at: number };
}

/** Lengths from a short word to half a line. */
export const noveltyLengths = [5, 10, 15, 20, 30, 40, 50] as const;

/**
 * Compares `sample` with a training text of any length, which is streamed once: memory grows with the sample only.
 * Exact: the training text is run through the sample's suffix automaton, whose states record how much of each
 * substring occurred.
 */
export async function measureNovelty(
  sample: string,
  training: AsyncIterable<string> | Iterable<string>,
  lengths: readonly number[] = noveltyLengths,
): Promise<Novelty> {
  const characters = Array.from(sample);
  const automaton = createSuffixAutomaton(characters.map(codePoint));
  const met = await meet(automaton, training);
  const copied = automaton.prefix.map((state) => copiedSuffix(automaton, met, state));
  return {
    characters: characters.length,
    shares: lengths.map((length) => ({ length, share: shareOfNew(copied, length) })),
    longestCopy: longest(characters, copied),
  };
}

const codePoint = (character: string) => character.codePointAt(0)!;

/** met[state]: the length of the longest substring of that state that occurs in `training`; 0: none. */
async function meet(
  { next, link, length }: SuffixAutomaton,
  training: AsyncIterable<string> | Iterable<string>,
): Promise<Uint32Array> {
  const met = new Uint32Array(next.length);
  let state = 0;
  let matched = 0;
  for await (const chunk of training) {
    for (const character of chunk) {
      const symbol = codePoint(character);
      while (state > 0 && !next[state]!.has(symbol)) matched = length[(state = link[state]!)]!;
      const to = next[state]!.get(symbol);
      if (to === undefined) continue;
      state = to;
      matched++;
      if (matched > met[state]!) met[state] = matched;
    }
  }
  const fromLongest = Array.from(length.keys()).sort((a, b) => length[b]! - length[a]!);
  for (const s of fromLongest) if (met[s]! > 0 && link[s]! > 0) met[link[s]!] = length[link[s]!]!;
  return met;
}

/** The length of the longest suffix of a prefix that occurs in training. */
function copiedSuffix({ link }: SuffixAutomaton, met: Uint32Array, state: number): number {
  while (state > 0 && met[state] === 0) state = link[state]!;
  return state > 0 ? met[state]! : 0;
}

function shareOfNew(copied: readonly number[], L: number): number | null {
  const ends = copied.slice(L - 1);
  return ends.length === 0 ? null : ends.filter((length) => length < L).length / ends.length;
}

function longest(characters: readonly string[], copied: readonly number[]): Novelty['longestCopy'] {
  let end = 0;
  copied.forEach((length, i) => {
    if (length > copied[end]!) end = i;
  });
  const length = copied[end] ?? 0;
  const at = length === 0 ? 0 : end + 1 - length;
  return { text: characters.slice(at, at + length).join(''), at };
}
