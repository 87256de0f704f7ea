import type { SearchReport } from '../inspect/search/report.js';
import type { NamedBytes } from './protocol.js';
import { joinPlanes } from './planes.js';
import { unpack, unpackBytes } from './unpack.js';

/** The network that the page opens with, and what a search found in its cells; examples/page-network.ts makes both. */
export interface Opening {
  /** A checkpoint, each time a copy: it is given to a worker. */
  file(): NamedBytes;
  readonly search: SearchReport;
}

/** The example whose beginning was searched. */
export const OPENING_TEXT = 'code';

export async function readOpening(): Promise<Opening> {
  const [planes, findings] = await Promise.all([unpackBytes('inside'), unpack('findings')]);
  const bytes = joinPlanes(new Uint8Array(planes));
  const { search } = JSON.parse(findings) as { search: SearchReport };
  return { search, file: () => ({ name: 'the network of this page', bytes: bytes.slice() }) };
}
