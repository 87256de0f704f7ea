import { userError } from '../../core/errors.js';
import { matchView } from '../../inspect/match/view.js';
import type { View } from '../../inspect/views/view.js';
import { openModel, type ModelFile } from '../../runs/checkpoint.js';
import { corpusOriginOf } from '../../runs/config.js';
import { firstWeightsOf } from './question.js';
import type { InspectRequest } from './request.js';

/** The view of several networks, which learned the same text, and the first of them. Throws match/*, checkpoint/*. */
export function openNetworks({ model, files = [] }: InspectRequest): {
  readonly view: View;
  readonly last: string;
} {
  const paths = [model, ...files];
  const networks = paths.map(openModel);
  const [first, ...others] = networks as [ModelFile, ...ModelFile[]];
  if (others.length === 0) throw userError('match/networks', { file: model });
  for (const [i, other] of others.entries()) refuseUnlike(first, other, paths[i + 1]!);
  const view = matchView(
    networks.map(({ snapshot }, i) => ({
      name: paths[i]!,
      snapshot,
      firstWeights: firstWeightsOf(snapshot.training),
    })),
  );
  return { view, last: first.file };
}

/** Throws match/vocabulary, match/text for a network that did not learn the text of the first. */
function refuseUnlike(first: ModelFile, other: ModelFile, path: string): void {
  const symbolsOf = ({ snapshot }: ModelFile) =>
    JSON.stringify([snapshot.vocabulary.tokens, snapshot.vocabulary.symbols]);
  const fields = { file: path, first: first.file };
  if (other.snapshot.model.images || symbolsOf(first) !== symbolsOf(other))
    throw userError('match/vocabulary', fields);
  const digests = [first, other].map(({ snapshot, file }) => corpusOriginOf(snapshot.training, file)?.digest);
  if (digests[0] !== undefined && digests[1] !== undefined && digests[0] !== digests[1])
    throw userError('match/text', fields);
}
