/** What page.html holds packed: the example texts and the network that it opens with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { load } from './load.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

const { pairsOf } = await load('pairs.ts');

/** Deflated, as printable text. */
export const pack = (bytes) => pairsOf(deflateRawSync(bytes, { level: 9 }));

export async function packedExamples() {
  const { exampleCode, exampleProse } = await load('../../corpora/page-examples.ts');
  return { moby: pack(exampleProse()), code: pack(exampleCode(root)) };
}

/** The network and what is known of its cells; examples/page-network.ts makes both. */
export async function packedNetwork() {
  const { splitPlanes } = await load('planes.ts');
  const findings = readFileSync(`${root}src/page/inside/findings.json`, 'utf8');
  return {
    inside: pack(splitPlanes(readFileSync(`${root}src/page/inside/network.safetensors`))),
    findings: pack(JSON.stringify(JSON.parse(findings))),
  };
}
