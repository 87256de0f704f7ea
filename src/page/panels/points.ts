/** The points of the curve: losses of steps, and of the validation part. */
export interface Points {
  add(steps: readonly number[], losses: readonly number[]): void;
  validate(step: number, loss: number): void;
  clear(): void;
  /** Steps; and for each the loss, the smoothed loss and the validation loss, null where there is none. */
  series(): [number[], ...(number | null)[][]];
}

/** Points that are kept; of more, every other one is left out. */
const MOST = 1200;
/** Weight of the past in the smoothed loss, per point. */
const SMOOTH = 0.9;

export function createPoints(): Points {
  let steps: number[] = [];
  let losses: number[] = [];
  let stride = 1;
  const validation = new Map<number, number>();

  function thin(): void {
    stride *= 2;
    losses = losses.filter((_, i) => i % 2 === 0);
    steps = steps.filter((_, i) => i % 2 === 0);
  }

  return {
    add(more, values) {
      more.forEach((step, i) => {
        if (step % stride !== 0) return;
        steps.push(step);
        losses.push(values[i]!);
      });
      if (steps.length > MOST) thin();
    },
    validate: (step, loss) => void validation.set(step, loss),
    clear() {
      [steps, losses, stride] = [[], [], 1];
      validation.clear();
    },
    series() {
      const x = [...new Set([...steps, ...validation.keys()])].sort((a, b) => a - b);
      const at = new Map(steps.map((step, i) => [step, losses[i]!]));
      const exact = x.map((step) => at.get(step) ?? null);
      return [x, exact, smoothed(exact), x.map((step) => validation.get(step) ?? null)];
    },
  };
}

/** Where there is no loss, the smoothed one stays as it was. */
function smoothed(losses: readonly (number | null)[]): (number | null)[] {
  let smooth: number | null = null;
  return losses.map((loss) => {
    if (loss !== null) smooth = smooth === null ? loss : SMOOTH * smooth + (1 - SMOOTH) * loss;
    return smooth;
  });
}
