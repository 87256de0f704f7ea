import { createRng, type Rng } from '../src/core/rng.js';

/** A context with a right and a wrong continuation, for `char-rnn inspect MODEL --pairs`. */
interface Pair {
  readonly kind: string;
  readonly context: string;
  readonly right: string;
  readonly wrong: string;
}

type Draw = (rng: Rng) => Omit<Pair, 'kind'>;

const pick = <T>(rng: Rng, list: readonly T[]): T => list[rng.below(list.length)]!;

const nouns = 'ship sailor boat wave hand man whale captain mast rope oar eye voice star'.split(' ');
const plural = (noun: string): string => (noun === 'man' ? 'men' : `${noun}s`);
const between = ['of the', 'near the', 'behind the', 'on the', 'before the'];

/** A verb agrees with its subject, not with the noun of the other number between them (Linzen et al. 2016). */
const agreement: Draw = (rng) => {
  const [subject, other] = [pick(rng, nouns), pick(rng, nouns)];
  const isPlural = rng.below(2) === 1;
  const words = isPlural ? [plural(subject), other] : [subject, plural(other)];
  const [right, wrong] = isPlural ? [' were ', ' was '] : [' was ', ' were '];
  return { context: `The ${words[0]} ${pick(rng, between)} ${words[1]}`, right, wrong };
};

const names = 'node type symbol name flags text kind parent'.split(' ');
const closers = { '(': ')', '[': ']', '{': '}' } as const;

/** The innermost of three open brackets is closed first. */
const brackets: Draw = (rng) => {
  const open = Array.from({ length: 3 }, () => pick(rng, Object.keys(closers) as (keyof typeof closers)[]));
  const last = open.at(-1)!;
  const other = pick(
    rng,
    (Object.keys(closers) as (keyof typeof closers)[]).filter((one) => one !== last),
  );
  const context = open
    .map((bracket) => `${pick(rng, names)}${bracket === '{' ? ' ' : ''}${bracket}`)
    .join('');
  return { context: `${context}${pick(rng, names)}`, right: closers[last], wrong: closers[other] };
};

/** A string ends with the quotation mark that it began with. */
const quotes: Draw = (rng) => {
  const [right, wrong] = pick(rng, [
    ['"', "'"],
    ["'", '"'],
  ] as const);
  const words = Array.from({ length: 1 + rng.below(5) }, () => pick(rng, names)).join(' ');
  return { context: `const ${pick(rng, names)} = ${right}${words}`, right, wrong };
};

const draws: Readonly<Record<string, Draw>> = { agreement, brackets, quotes };

/** `count` different pairs of a kind; the same seed gives the same pairs. */
export function pairsOf(kind: 'agreement' | 'brackets' | 'quotes', count: number, seed: number): Pair[] {
  const rng = createRng(seed);
  const seen = new Map<string, Pair>();
  while (seen.size < count) {
    const pair = { kind, ...draws[kind]!(rng) };
    seen.set(pair.context, pair);
  }
  return [...seen.values()];
}

/** As a CSV file; no cell has a line break. */
export function pairsCsv(pairs: readonly Pair[]): string {
  const cell = (text: string) => (/^\s|\s$|[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = pairs.map(({ kind, context, right, wrong }) =>
    [kind, context, right, wrong].map(cell).join(','),
  );
  return ['kind,context,right,wrong', ...rows, ''].join('\n');
}
