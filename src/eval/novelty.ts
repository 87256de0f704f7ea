import { createSuffixAutomaton, type SuffixAutomaton } from './suffix-automaton.js';

/** What of a sample is new, and what is copied from the text of training. */
export interface Novelty {
  /** Characters of the sample. */
  readonly characters: number;
  /** For each length L: the share of the sample's substrings of L characters that training never held; null where it has none. */
  readonly shares: readonly { readonly length: number; readonly share: number | null }[];
  /** The longest passage of the sample that stands in the training text word for word, the first of several. */
  readonly longestCopy: { readonly text: string; readonly at: number };
}

/** The lengths of the 2015 blog post's question "is it just memorising?", from a short word to half a line. */
export const noveltyLengths = [5, 10, 15, 20, 30, 40, 50] as const;

/**
 * Compares `sample` with a training text of any length, which is streamed past once: memory grows with the sample
 * only. Exact: the sample's suffix automaton follows the training text and remembers, for every substring, how much
 * of it was met.
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

/** How many of the last characters of a prefix stand somewhere in training in this order. */
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
