/** A Markdown table: text left, figures right, in columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const widths = head.map((name, c) => Math.max(3, name.length, ...rows.map((row) => row[c]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => (c < texts ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join(' | ')} |`;
  const rule = widths.map((width, c) => (c < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A section of the page: its commands, a table, and a picture. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly commands: readonly string[];
  readonly tables: readonly string[];
  /** Files of pictures beside the page, and what they show. */
  readonly pictures: readonly { readonly file: string; readonly shows: string; readonly svg: string }[];
}

/** A section as Markdown; `folder` is where the page finds its pictures. */
export function sectionText({ title, text, commands, tables, pictures }: Section, folder: string): string {
  return [
    `## ${title}`,
    text,
    commands.map((command) => `    ${command}`).join('\n'),
    ...tables,
    ...pictures.map(({ file, shows }) => `![${shows}](${folder}/${file})`),
  ].join('\n\n');
}

/** A loss, or `-` where there is none. */
export const loss = (value: number | null | undefined): string => value?.toFixed(4) ?? '-';
/** A share of 1 in percent. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
