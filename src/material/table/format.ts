/** How the cells of a table are divided. */
export interface TableFormat {
  readonly delimiter: string;
  /** Whether cells may be in double quotes, which a table with tabs does not have. */
  readonly quoted: boolean;
}

/** Whether a file is a table. Decided by its name, here alone. */
export function isTable(file: string): boolean {
  return /\.(csv|tsv)(\.gz)?$/i.test(file);
}

/** The format of a table: commas, or tabs for .tsv, unless another delimiter is given. */
export function tableFormat(file: string, delimiter = isTsv(file) ? '\t' : ','): TableFormat {
  return { delimiter, quoted: delimiter !== '\t' };
}

function isTsv(file: string): boolean {
  return /\.tsv(\.gz)?$/i.test(file);
}
