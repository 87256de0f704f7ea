/** Measures time spent and characters per second, smoothed over about the last second. */
export interface Pace {
  /** Seconds of training, those before this run included. */
  seconds(): number;
  /** Takes note of so many characters and returns the present characters per second. */
  after(characters: number): number;
}

export function createPace(secondsBefore: number): Pace {
  const start = performance.now();
  let then = start;
  let rate = 0;
  return {
    seconds: () => secondsBefore + (performance.now() - start) / 1000,
    after(characters) {
      const now = performance.now();
      const elapsed = Math.max(1e-6, (now - then) / 1000);
      const weight = rate === 0 ? 1 : 1 - Math.exp(-elapsed);
      rate += weight * (characters / elapsed - rate);
      then = now;
      return rate;
    },
  };
}
