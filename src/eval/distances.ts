/**
 * Loss at places that only long memory can predict, by the distance to what predicts them: a closing bracket or quote
 * by the characters since its opening, a newline by the length of its line. After section 4.3 of Karpathy,
 * Johnson & Fei-Fei (2015).
 */
export interface DistanceLoss {
  readonly what: 'bracket' | 'quote' | 'newline';
  /** Distances from ... to, both included. */
  readonly from: number;
  readonly to: number;
  readonly places: number;
  /** Mean nats of the model, and of the n-gram model. */
  readonly model: number;
  readonly ngram: number;
}

/** A place that something long before it predicts. */
interface Place {
  readonly what: DistanceLoss['what'];
  readonly at: number;
  readonly distance: number;
}

const opening = new Map(['()', '[]', '{}'].map(([open, close]) => [close, open]));

/** Bins double: 1, 2-3, 4-7, 8-15, ... `model` and `ngram` hold −log p of each character; NaN is left out. */
export function lossByDistance(
  characters: readonly string[],
  model: Float64Array,
  ngram: Float64Array,
): DistanceLoss[] {
  const bins = new Map<string, { -readonly [K in keyof DistanceLoss]: DistanceLoss[K] }>();
  for (const { what, at, distance } of placesOf(characters)) {
    if (Number.isNaN(model[at]!)) continue;
    const from = 2 ** Math.floor(Math.log2(distance));
    const key = `${what} ${from}`;
    const bin = bins.get(key) ?? { what, from, to: 2 * from - 1, places: 0, model: 0, ngram: 0 };
    bins.set(key, bin);
    bin.places++;
    bin.model += model[at]!;
    bin.ngram += ngram[at]!;
  }
  const order = ['bracket', 'quote', 'newline'];
  return [...bins.values()]
    .map((bin) => ({ ...bin, model: bin.model / bin.places, ngram: bin.ngram / bin.places }))
    .sort((a, b) => order.indexOf(a.what) - order.indexOf(b.what) || a.from - b.from);
}

/** Closing brackets that match, every second straight quote of a paragraph, closing curly quotes, ends of lines. */
function* placesOf(characters: readonly string[]): Generator<Place> {
  const open: { character: string; at: number }[] = [];
  let quote = -1;
  let line = -1;
  for (const [at, character] of characters.entries()) {
    if ('([{'.includes(character)) open.push({ character, at });
    const opened = opening.get(character);
    if (opened !== undefined) {
      const match = open.findLastIndex((entry) => entry.character === opened);
      if (match >= 0) yield { what: 'bracket', at, distance: at - open[match]!.at };
      if (match >= 0) open.length = match;
    }
    const closes = quote >= 0 && '"”'.includes(character);
    if (closes) yield { what: 'quote', at, distance: at - quote };
    if ('"“”'.includes(character)) quote = closes ? -1 : at;
    if (character !== '\n') continue;
    if (at - line > 1) yield { what: 'newline', at, distance: at - line };
    else quote = -1; // an empty line ends the paragraph
    line = at;
  }
}
