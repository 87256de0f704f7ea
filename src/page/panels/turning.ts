/** An evaluation on the held-out part of the text. */
export interface Evaluated {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
}

/** Evaluations in a row above the lowest one: then the loss has turned, and is no longer thought to fall again. */
const ABOVE = 2;

/** The evaluation at which the held-out loss turned; null while it still falls, or may. */
export function turnOf(evaluations: readonly Evaluated[]): Evaluated | null {
  let best = 0;
  evaluations.forEach(({ loss }, i) => {
    if (loss < evaluations[best]!.loss) best = i;
  });
  return evaluations.length - 1 - best >= ABOVE ? evaluations[best]! : null;
}
