import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A point of a curve: epochs, and the value there. */
export type Point = readonly [epoch: number, value: number];

/** The curves of a run: losses in nats per prediction, and the learning rate. */
export interface Curve {
  readonly training: readonly Point[];
  readonly validation: readonly Point[];
  readonly lr: readonly Point[];
}

/** The most points of a curve: more than a plot can show. */
const MOST_POINTS = 600;

/** Reads a run's log.csv. Memory stays constant: neighboring points are averaged where there are too many. */
export async function readCurve(log: string): Promise<Curve> {
  const curves = { train: createThinned(), validation: createThinned(), lr: createThinned() };
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const [, epoch, split, loss, , , lr] = line.split(',');
    if (split === 'train') curves.lr.add(Number(epoch), Number(lr));
    if (split === 'train' || split === 'validation') curves[split].add(Number(epoch), Number(loss));
  }
  return {
    training: curves.train.points(),
    validation: curves.validation.points(),
    lr: curves.lr.points(),
  };
}

/** A list of points that halves itself when it is full: each point is then the mean of twice as many. */
export function createThinned(most = MOST_POINTS): {
  add(x: number, y: number): void;
  points(): Point[];
} {
  let width = 1;
  let sums: { x: number; y: number; n: number }[] = [];
  return {
    add(x, y) {
      const last = sums.at(-1);
      if (last && last.n < width) {
        last.x += x;
        last.y += y;
        last.n++;
        return;
      }
      if (sums.length === most) {
        sums = sums.flatMap((a, i) => {
          const b = sums[i + 1];
          return i % 2 === 1 ? [] : [b ? { x: a.x + b.x, y: a.y + b.y, n: a.n + b.n } : a];
        });
        width *= 2;
      }
      sums.push({ x, y, n: 1 });
    },
    points: () => sums.map(({ x, y, n }) => [x / n, y / n] as const),
  };
}
