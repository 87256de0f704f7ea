import { CANDIDATES } from '../inspect/forward/steps.js';
import { BLOCKS, type ReportData } from '../report/page/data.js';
import type { NamedBytes, NamedText, Recorded } from './protocol.js';
import { bytesOf, symbolsOf } from './symbols.js';
import { unpack, unpackBytes } from './unpack.js';

/** The data that `char-rnn inspect --html` puts into the page. */
export interface OpenedReport {
  readonly data: ReportData;
  readonly text: NamedText;
  /** The checkpoint; null for the network of a task, which the page cannot compute. */
  readonly network: NamedBytes | null;
  /** What was read of the text, where there is no network. */
  readonly recorded: Recorded | null;
}

const isThere = (id: string): boolean => document.getElementById(id) !== null;

/** Null in a page that is no report. */
export async function openReport(): Promise<OpenedReport | null> {
  if (!isThere(BLOCKS.data)) return null;
  const data = JSON.parse(await unpack(BLOCKS.data)) as ReportData;
  const { name, text: written, inBytes } = data;
  const text = inBytes ? textOfBytes(name, bytesOf(written)) : { name, text: written };
  if (isThere(BLOCKS.network)) {
    const bytes = new Uint8Array(await unpackBytes(BLOCKS.network));
    return { data, text, network: { name, bytes }, recorded: null };
  }
  return { data, text, network: null, recorded: takeApart(await unpackBytes(BLOCKS.values), data) };
}

function textOfBytes(name: string, bytes: Uint8Array): NamedText {
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { name, text: new TextDecoder().decode(bytes), bytes };
  }
}

/** The arrays in the order of report/page/pack.ts. */
function takeApart(bytes: ArrayBuffer, { text, inBytes, cells, outputs }: ReportData): Recorded {
  const written = { characters: text, inBytes };
  const [C, n] = [cells.length, symbolsOf(written).length];
  const candidates = n * CANDIDATES;
  const afterSymbols = 4 * C + 2 * candidates;
  return {
    ...written,
    cells,
    symbolNames: outputs!,
    milliseconds: 0,
    ranges: new Float32Array(bytes, 0, C),
    symbols: new Uint16Array(bytes, 4 * C, candidates),
    steps: new Uint8Array(bytes, afterSymbols, C * n),
    probabilities: new Uint8Array(bytes, afterSymbols + C * n, candidates),
  };
}
