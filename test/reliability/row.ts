/**
 * One line of the scorecard: a fault, and what must hold when it strikes. A row tries the compiled sources in
 * `tree` (dist/src, or a copy of it with one line broken), imported from there, so that the same cases that must
 * pass on the sources can be seen to fail on each of the row's mutants.
 */
export interface Row {
  readonly number: number;
  readonly fault: string;
  /** Cases in `npm test`, in `npm run reliability`, and there with --full; a row with a fixed list of cases takes no notice. */
  readonly cases: { readonly small: number; readonly large: number; readonly full?: number };
  /** Other suites of `npm test` are run for it, so that it need not run there again. */
  readonly delegated?: boolean;
  /** It sees that other rows notice breakages, and is left to `npm run reliability`, as mutants are. */
  readonly control?: boolean;
  run(tree: string, options: RunOptions): Promise<Outcome>;
  /** Breakages that this row must notice. */
  readonly mutants: readonly Mutant[];
}

export interface RunOptions {
  readonly cases: number;
  readonly seed: number;
  /** Others are at work on this machine too: what must happen within a second must only happen. */
  readonly patient?: boolean;
  /** Stop at the first failure: to see that a row can fail, one is enough. */
  readonly untilFailure?: boolean;
}

/** Milliseconds after which a process that should have ended is killed and fails its case: no load explains them. */
export const HANGS = 60_000;

export interface Outcome {
  readonly cases: number;
  /** One line for each case that did not pass. */
  readonly failures: readonly string[];
  /** What was left out, and why; printed with the table. */
  readonly skipped?: string;
}

/** A breakage: in the source `file`, the code `from` (which must be there, white space aside) becomes `to`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** A second one, where two checks would each notice what the other lets pass. */
  readonly also?: Omit<Mutant, 'name' | 'also'>;
}

/** Ends a row early. */
class FirstFailure extends Error {
  constructor(readonly outcome: Outcome) {
    super('a case has failed');
  }
}

/** Counts cases and collects failures: `await tally.check(title, action)` fails when `action` throws. */
export function createTally({ untilFailure }: RunOptions) {
  const failures: string[] = [];
  let cases = 0;
  return {
    async check(title: string, action: () => unknown): Promise<void> {
      cases++;
      try {
        await action();
      } catch (error) {
        failures.push(`${title}: ${(error as Error).message}`);
        if (untilFailure) throw new FirstFailure({ cases, failures });
      }
    },
    outcome: (skipped?: string): Outcome => ({ cases, failures, ...(skipped && { skipped }) }),
  };
}

export type Tally = ReturnType<typeof createTally>;

/** Whether the row notices: it is run on a tree in which something is broken, up to its first failure. */
export async function turnsRed(row: Row, tree: string, options: RunOptions): Promise<boolean> {
  try {
    const { failures } = await row.run(tree, { ...options, untilFailure: true });
    return failures.length > 0;
  } catch (error) {
    if (error instanceof FirstFailure) return true;
    throw error;
  }
}
