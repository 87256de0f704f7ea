import { decodeCheckpoint } from '../../formats/checkpoint/checkpoint.js';
import { library } from '../../inspect/features/index.js';
import { WINDOW } from '../../inspect/forward/subject.js';
import { gatherText } from '../../inspect/forward/text.js';
import type { FirstWeights } from '../../inspect/search/controls.js';
import type { SearchReport } from '../../inspect/search/report.js';
import { searchCells } from '../../inspect/search/search.js';
import type { Backend } from '../../kernels/index.js';
import { cellNamed } from '../../layers/cells.js';
import { modelFromSnapshot } from '../../model/language-model.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { NamedBytes, NamedText } from '../protocol.js';
import { sourceOf, turningPace } from './recording.js';
import type { Turn } from './turns.js';

/** Characters that are searched: enough for a verdict, and a few seconds. */
const LIMIT = 60_000;

interface Searched {
  readonly file: NamedBytes;
  readonly text: NamedText;
  readonly firstWeights: FirstWeights;
}

/** The search of `char-rnn inspect`, with its controls and verdicts, in a network that this worker loads for it. */
export async function rankCells(
  { file, text, firstWeights }: Searched,
  backend: Backend,
  turn: Turn,
  progress: (share: number) => void,
): Promise<SearchReport> {
  const snapshot = decodeCheckpoint(file.bytes, file.name);
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, ...WINDOW, training: false });
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const gathered = await gatherText(sourceOf(text), vocabulary, LIMIT);
  const subject = { model, backend, text: gathered.text, pace: turningPace(turn, progress) };
  const { states } = cellNamed(model.config.cell);
  const options = { features: library, states, only: [], firstWeights, recent: 4, shuffles: 199, seed: 1 };
  return searchCells(subject, options);
}
