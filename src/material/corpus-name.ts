import { basename, resolve } from 'node:path';

/** The name of a text: its file's name without extensions. */
export function corpusName(file: string): string {
  if (file === '-') return 'stdin';
  return basename(resolve(file)).replace(/(?<=.)\.\w+(\.gz)?$/, '');
}

/** The name of a file for people, with its extension. */
export const fileName = (file: string): string => (file === '-' ? 'stdin' : basename(file));
