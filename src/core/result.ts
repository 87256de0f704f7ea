/**
 * What a command or a view has found, as plain data: blocks that a reader meets from top to bottom. Nothing here knows a
 * terminal or a page; `report/` renders each kind of block once for each format. Texts may be foreign (a corpus, a file
 * name): a renderer makes them safe, and breaks long ones into lines.
 */
export type Block = Heading | Facts | Table | Note | Chart | ColoredText | Images | Next;

/** Blocks and columns that only one medium has room, or a use, for. */
export interface Restricted {
  readonly only?: 'terminal' | 'page' | undefined;
}

/** `title`, set off, followed on its line by `rest`: of the next block or, with `whole`, of everything below. */
export interface Heading extends Restricted {
  readonly kind: 'heading';
  readonly title: string;
  readonly rest?: string | undefined;
  readonly whole?: boolean | undefined;
  /** What the colors of the text below mean. */
  readonly legend?: Legend | undefined;
}

/** A word and what is said of it, a line each. */
export interface Facts extends Restricted {
  readonly kind: 'facts';
  readonly facts: readonly Fact[];
  /** Columns of the words with the blanks after them; default: the longest word and two blanks. */
  readonly width?: number | undefined;
}

export type Fact = readonly [word: string, text: string];

/** Paragraphs: what the numbers are (quiet), what follows from them (strong), or anything else. */
export interface Note extends Restricted {
  readonly kind: 'note';
  readonly text: string | readonly string[];
  readonly tone?: 'quiet' | 'strong' | undefined;
}

/** Rows below the names of columns. */
export interface Table extends Restricted {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Rows for a reader in a hurry: the others are only counted. */
  readonly brief?: number | undefined;
  /** On a terminal, rows that do not fit its lines become blocks: the first cell as a title, the others by name. */
  readonly blocks?: boolean | undefined;
  /** Lines directly below the rows. */
  readonly caption?: string | readonly string[] | undefined;
}

/** Words are aligned left, numbers right. `cut`: the most characters of a word, or as many as the line has left. */
export interface Column extends Restricted {
  readonly name: string;
  readonly align: 'left' | 'right';
  readonly cut?: number | 'line' | undefined;
}

export interface TableRow {
  readonly cells: readonly Cell[];
  /** The cell of the network (`2:37:c`) that the row is about. */
  readonly about?: string | undefined;
}

/** A text, bars (lengths or heights from 0 to 1), or the color of the n-th line of a chart, from 1. */
export type Cell =
  | string
  | {
      readonly text: string;
      /** The same in full, where there is room. */
      readonly long?: string | undefined;
      readonly tone?: Tone | undefined;
    }
  | { readonly bar: number }
  | { readonly bars: readonly number[] }
  | { readonly line: number };

export type Tone = 'good' | 'fair' | 'quiet';

/** Lines through points, or a dot for each. */
export interface Chart extends Restricted {
  readonly kind: 'chart';
  readonly mark: 'line' | 'dots';
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly Series[];
  readonly caption: string;
  /** A page gives it a whole row. */
  readonly wide?: boolean | undefined;
  /** Columns of a terminal for each point of a line; default: 3. */
  readonly step?: number | undefined;
}

export interface ChartAxis {
  readonly label: string;
  readonly scale?: 'linear' | 'log' | undefined;
  /** Default: that of the points. */
  readonly domain?: readonly [number, number] | undefined;
  /** Default: round values. */
  readonly ticks?: readonly number[] | undefined;
}

export interface Series {
  /** Written at the end of its line. */
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What each dot is. */
  readonly titles?: readonly string[] | undefined;
  /** A line that the others are compared with, on a page. */
  readonly dashed?: boolean | undefined;
}

/** A text colored by a value for each symbol, from −range to range. Bytes are symbols like `0xc3`. */
export interface ColoredText extends Restricted {
  readonly kind: 'colored';
  readonly symbols: readonly string[];
  readonly values: readonly number[];
  readonly range: number;
  /** Characters of a line; default: a line ends where the text has a line break. */
  readonly width?: number | undefined;
  /** What stands before and after the text: an input, an answer, and what would have been right. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly expected?: string | undefined;
}

/**
 * The scale from −1 to 1, or in words: what a color means, and what brackets around the upper half of the values mean
 * where there are no colors.
 */
export type Legend = 'scale' | { readonly colors: string; readonly brackets: string };

/** Strips of images, frame by frame. */
export interface Images extends Restricted {
  readonly kind: 'images';
  readonly items: readonly ImageStrips[];
}

export interface ImageStrips {
  readonly title: string;
  readonly rest?: string | undefined;
  /** What is said of each frame. */
  readonly words: readonly {
    readonly text: string;
    readonly value: string;
    readonly right?: boolean | undefined;
  }[];
  readonly strips: readonly Strip[];
}

/** Frames of side × side numbers, row by row: brightness from 0 to 1, or signed from −1 to 1. */
export interface Strip {
  readonly name: string;
  readonly side: number;
  readonly colors: 'gray' | 'signed';
  readonly frames: readonly ArrayLike<number>[];
}

/** What to ask next: the flags of the same command. */
export interface Next extends Restricted {
  readonly kind: 'next';
  readonly flags: readonly string[];
}

/** A row of a CSV file. */
export type CsvRow = readonly (string | number)[];

/** Columns of words and of numbers, and rows of texts. */
export const column = {
  left: (name: string): Column => ({ name, align: 'left' }),
  right: (name: string): Column => ({ name, align: 'right' }),
};
export const rowsOf = (rows: readonly (readonly string[])[]): TableRow[] => rows.map((cells) => ({ cells }));
