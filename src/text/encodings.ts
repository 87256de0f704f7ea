export const encodings = ['utf8', 'latin1', 'windows-1252', 'utf16le', 'utf16be'] as const;
export type Encoding = (typeof encodings)[number];

/** Encodings in which every byte is a character. */
export const isSingleByte = (encoding: Encoding): boolean =>
  encoding === 'latin1' || encoding === 'windows-1252';
