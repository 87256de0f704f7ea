import { mean } from '../src/core/numbers.js';

/** One finished run: a line of the results. */
export interface RecipeResult {
  readonly corpus: string;
  readonly preset: string;
  readonly epochs: number;
  readonly seed: number;
  readonly split: string;
  /** Validation loss after each epoch. */
  readonly losses: readonly number[];
  readonly backend: string;
  readonly seconds: number;
  readonly date: string;
}

/** The runs as a Markdown table: per text and preset the last validation loss of each seed, and their mean. */
export function recipeTable(results: readonly RecipeResult[]): string {
  const groups = new Map<string, RecipeResult[]>();
  for (const run of results) {
    const key = `| ${run.corpus} | ${run.epochs} | ${run.preset} |`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const rows = Array.from(groups, ([key, runs]) => {
    const last = runs.toSorted((a, b) => a.seed - b.seed).map((run) => run.losses.at(-1)!);
    return `${key} ${mean(last).toFixed(4)} | ${last.map((loss) => loss.toFixed(4)).join(', ')} |`;
  });
  const head = '| text | epochs | preset | validation loss, mean | each seed |\n|---|---|---|---|---|';
  return [head, ...rows.toSorted()].join('\n');
}
