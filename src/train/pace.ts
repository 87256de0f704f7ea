/** Measures time spent, and the speed: characters, rows or frames per second. */
interface Pace {
  /** Seconds of training, those before this run included. */
  seconds(): number;
  /**
   * Counts `more` of them and returns the current rate per wall-clock second, over about the last ten seconds.
   */
  after(more: number): number;
}

const SPAN = 10_000;

/** The rate includes the time of evaluations and checkpoints. `clock` counts milliseconds. */
export function createPace(secondsBefore: number, clock = () => performance.now()): Pace {
  const start = clock();
  const marks = [{ time: start, total: 0 }];
  let total = 0;
  return {
    seconds: () => secondsBefore + (clock() - start) / 1000,
    after(more) {
      const now = clock();
      total += more;
      // marks a hundredth of the span apart are enough, however short the steps
      if (now - marks.at(-1)!.time > SPAN / 100) marks.push({ time: now, total });
      while (marks.length > 2 && marks[1]!.time < now - SPAN) marks.shift();
      const [{ time, total: before }] = marks as [{ time: number; total: number }];
      return (total - before) / Math.max(1e-6, (now - time) / 1000);
    },
  };
}
