import { figuresOf } from '../figures.js';
import { asTyped } from '../program.js';
import type { Run } from '../training.js';
import type { Material } from './shared.js';

/** What the sections read of `eval --baseline ngram --breakdown --json`. */
export interface Evaluated {
  readonly loss: number;
  readonly baseline: readonly { readonly context: number; readonly loss: number }[];
  readonly breakdown: {
    readonly characters: number;
    readonly errors: number;
    readonly causes: readonly {
      readonly cause: string;
      readonly errors: number;
      readonly shareOfLoss: number;
    }[];
  };
  readonly distances: readonly {
    readonly what: string;
    readonly from: number;
    readonly to: number;
    readonly places: number;
    readonly model: number;
    readonly ngram: number;
  }[];
}

const argumentsOf = ({ run }: Run, testText: string): string[] => [
  ...['eval', run, testText, '--baseline', 'ngram', '--breakdown'],
];

/** The command as the page shows it. */
export const evalCommand = (run: Run, { testText }: Material): string => asTyped(argumentsOf(run, testText));

/** The best network of each cell and size, with its evaluation. */
export async function evaluateBest({
  best,
  testText,
  figures,
}: Material): Promise<{ run: Run; found: Evaluated }[]> {
  const all: { run: Run; found: Evaluated }[] = [];
  for (const run of best) {
    all.push({ run, found: await figuresOf<Evaluated>(run, 'eval', argumentsOf(run, testText), figures) });
  }
  return all;
}
