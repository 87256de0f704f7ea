/** Where training waits between two steps. */
export interface Gate {
  /** Sets how many more steps may be taken: none, one or any number. */
  allow(steps: number): void;
  /** A step has been taken. */
  spend(): void;
  isOpen(): boolean;
  /** Resolves when a step may be taken, or `other` is true. */
  pass(other: () => boolean): Promise<void>;
  /** Wakes the waiting training to check again. */
  knock(): void;
}

export function createGate(): Gate {
  let allowed = 0;
  let wake: (() => void) | null = null;
  const isOpen = (): boolean => allowed > 0;
  function knock(): void {
    wake?.();
    wake = null;
  }
  return {
    isOpen,
    knock,
    allow(steps) {
      allowed = steps;
      knock();
    },
    spend: () => void (allowed -= 1),
    async pass(other) {
      while (!isOpen() && !other()) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}
