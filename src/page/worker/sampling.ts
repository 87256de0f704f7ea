import { createRng } from '../../core/rng.js';
import { sample } from '../../sample/sampler.js';
import { createDecoder } from '../../text/decoder.js';
import { encode } from '../../text/tokens.js';
import type { Report, SampleRequest } from '../protocol.js';
import type { LiveNetwork } from './network.js';
import type { Turn } from './turns.js';

/** Milliseconds of sampling before it yields: less than a frame. */
const SLICE = 12;

interface Callbacks {
  silenced(): boolean;
  readonly turn: Turn;
  report(report: Report): void;
}

/**
 * Draws a text from the live network, slice by slice, until it is `silenced`. When the weights change meanwhile, as the
 * network is trained, the rest is drawn with the new ones.
 */
export async function drawSample(
  network: LiveNetwork,
  request: SampleRequest,
  { silenced, turn, report }: Callbacks,
): Promise<void> {
  const { vocabulary } = network;
  const { id, length, temperature, clamps } = request;
  const clamped = clamps.length > 0;
  const sampler = network.sampler(clamped);
  const prime = encode(request.prime, vocabulary);
  const topK = request.topK ?? undefined;
  const rng = createRng(request.seed);
  const decoder = createDecoder(vocabulary);
  let version = -1;
  const refresh = (): void => {
    if (version !== network.version) sampler.refresh();
    version = network.version;
  };
  refresh();
  let text = '';
  let begun = performance.now();
  const options = { prime, length, temperature, topK, rng, clamps: clamped ? clamps : undefined };
  for (const draw of sample(sampler, options, network.startState(clamped))) {
    text += decoder.write(draw.id);
    if (performance.now() - begun < SLICE) continue;
    report({ type: 'drawn', id, text, done: false });
    text = '';
    await turn();
    if (silenced()) break;
    refresh();
    begun = performance.now();
  }
  report({ type: 'drawn', id, text: text + decoder.end(), done: true });
}
