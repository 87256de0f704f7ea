/** How a text is kept from repeating itself. */
export interface Repetition {
  /** No sequence of so many symbols twice (Paulus, Xiong & Socher 2018). */
  readonly noRepeatNgram?: number | undefined;
  /**
   * θ: the logit l of each of the last 64 symbols becomes l/θ where l > 0, and l·θ otherwise (Keskar et al. 2019, section
   * 4.1); above 1 they become less probable.
   */
  readonly repetitionPenalty?: number | undefined;
}

/** The symbols whose repetition is penalized. */
const LAST = 64;
/** The symbols of a prime that are remembered. */
export const REMEMBERED = 1024;

/** The symbols that a text has so far, its prime included, and what follows from them for the next. */
export interface History {
  add(id: number): void;
  /** Changes the logits [V] of the next symbol; one that would repeat an n-gram gets −∞. */
  apply(logits: Float64Array): void;
}

/** An empty history; undefined where repetition is no matter. */
export function createHistory({ noRepeatNgram: n, repetitionPenalty: θ }: Repetition): History | undefined {
  if (n === undefined && θ === undefined) return undefined;
  const ids: number[] = [];
  const counts = new Map<number, number>(); // of the last 64
  const followers = new Map<string, Set<number>>(); // of the first n − 1 symbols of each n-gram
  let context = '';

  function addNgram(id: number, n: number): void {
    if (ids.length >= n) followers.set(context, (followers.get(context) ?? new Set()).add(id));
    context = String.fromCharCode(...ids.slice(ids.length - n + 1));
  }

  return {
    add(id) {
      ids.push(id);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      const gone = ids[ids.length - 1 - LAST];
      if (gone !== undefined) {
        const left = counts.get(gone)! - 1;
        if (left > 0) counts.set(gone, left);
        else counts.delete(gone);
      }
      if (n !== undefined) addNgram(id, n);
    },
    apply(logits) {
      if (θ !== undefined)
        for (const id of counts.keys()) logits[id] = logits[id]! > 0 ? logits[id]! / θ : logits[id]! * θ;
      if (n !== undefined && ids.length >= n - 1)
        for (const id of followers.get(context) ?? []) logits[id] = -Infinity;
    },
  };
}
