/** What a network learns: the next character of a text, or one of the four tasks on the rows of a table. */
export const taskNames = ['language', 'classify', 'tag', 'generate', 'translate'] as const;
export type TaskName = (typeof taskNames)[number];
export type TableTask = Exclude<TaskName, 'language'>;

/**
 * What a model knows of its task besides the network, in its checkpoints and in the options of its run. `source` and
 * `target` are the symbols of the two columns in the order of their ids: characters, words, or whole labels.
 */
export interface TaskData {
  readonly name: TableTask;
  /** Columns of the table. */
  readonly from: readonly string[];
  readonly to: string;
  /** How cells of the target are divided into symbols; a label is not. */
  readonly toTokens: 'chars' | 'words';
  /** Empty where the source is numbers. */
  readonly source: readonly string[];
  readonly target: readonly string[];
  /** How the numbers of a source are scaled, (number − mean) / deviation by column; null where there are none. */
  readonly scaling: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | null;
  /** tag: how many symbols later a tag is answered. */
  readonly delay: number;
  /** translate: whether the source is read backwards. */
  readonly reverse: boolean;
}

/** How the cells of source and target become symbols: one for each character or word, or one for all of the cell. */
export function cellKinds(task: Pick<TaskData, 'name' | 'from' | 'toTokens'>): {
  readonly source: 'chars' | 'label' | 'numbers';
  readonly target: 'chars' | 'words' | 'label';
} {
  const { name, from, toTokens } = task;
  if (name === 'classify') return { source: 'chars', target: 'label' };
  if (name !== 'generate') return { source: 'chars', target: toTokens };
  return { source: from.length > 1 ? 'numbers' : 'label', target: toTokens };
}
