import { CANDIDATES, STEPS } from '../forward/steps.js';

/** The data of the page: plain JSON, written into the page by html/page.ts and read here. */
export interface PageData {
  readonly textName: string;
  /** A symbol for each position: a string of code points, or a list with bytes. */
  readonly text: string | readonly string[];
  /** `2:37:c`, in the order of the blocks of values. */
  readonly cells: readonly string[];
  /** The largest absolute value of each cell; its values are integers −31 ... 31 of that. */
  readonly ranges: readonly number[];
  /** For each cell its best feature, the score and its rank; −1 where nothing was scored. */
  readonly best: readonly CellFinding[];
  readonly features: readonly PageFeature[];
  /** Symbols that are candidates anywhere, and five of them for each position with their probabilities in 1/255. */
  readonly symbols: readonly string[];
  readonly colors: { readonly light: readonly string[]; readonly dark: readonly string[] };
}

export interface CellFinding {
  readonly feature: number;
  readonly score: number;
  /** 3: tracks it, 2: partly, 1: an echo of recent characters, 0: no better than chance. */
  readonly rank: number;
  /** Whether it is the cell that the search selected for the feature. */
  readonly selected: boolean;
}

export interface PageFeature {
  readonly name: string;
  readonly what: string;
  readonly cell: string;
  readonly verdict: string;
  /** `AUC .973, untrained .610, last 4 characters .740, p .005`. */
  readonly evidence: string;
}

export { CANDIDATES, STEPS };

/** The embedded data, and its larger parts on demand. */
export interface Page extends PageData {
  readonly characters: readonly string[];
  /** −31 ... 31 for each position. */
  values(cell: number): Promise<Int8Array>;
  /** The values if decoded already, for drawing without waiting. */
  ready(cell: number): Int8Array | undefined;
  /** [position][5]: index of the symbol, and its probability in 1/255. */
  candidates(): Promise<{ symbols: Uint16Array; probabilities: Uint8Array }>;
}

/** Reads the data blocks of the document. Values stay packed until they are needed. */
export function openPage(document: Document): Page {
  const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
  const decoded = new Map<number, Int8Array>();
  async function values(cell: number): Promise<Int8Array> {
    const known = decoded.get(cell);
    if (known !== undefined) return known;
    const bytes = await unpack(document.getElementById(`cell-${cell}`)!.textContent!);
    const steps = Int8Array.from(bytes, (byte) => byte - STEPS - 1);
    decoded.set(cell, steps);
    return steps;
  }
  async function candidates(): Promise<{ symbols: Uint16Array; probabilities: Uint8Array }> {
    const bytes = await unpack(document.getElementById('candidates')!.textContent!);
    const n = bytes.length / 3;
    const symbols = Uint16Array.from({ length: n }, (_, i) => bytes[2 * i]! + 256 * bytes[2 * i + 1]!);
    return { symbols, probabilities: bytes.slice(2 * n) };
  }
  return {
    ...data,
    characters: Array.from(data.text),
    values,
    ready: (cell) => decoded.get(cell),
    candidates,
  };
}

/** Base64 of deflated bytes -> bytes. */
async function unpack(base64: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
