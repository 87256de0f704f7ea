import { UserError } from '../../core/errors.js';
import { cellsOf } from '../../inspect/cells.js';
import { viewCells } from '../../inspect/cells-view.js';
import type { SearchOptions } from '../../inspect/evidence.js';
import { viewFlow } from '../../inspect/flow-view.js';
import { viewGates } from '../../inspect/gates-view.js';
import { htmlPage } from '../../inspect/html/page.js';
import { recordAll } from '../../inspect/html/recording.js';
import { viewMemory } from '../../inspect/memory-view.js';
import type { Subject } from '../../inspect/subject.js';
import { beginningOf } from '../../inspect/text.js';
import type { Vocabulary } from '../../text/vocabulary.js';

/** Unless --limit says otherwise, so many values of cells are embedded: about 15 MB of page. */
const MOST_VALUES = 24_000_000;
const MOST_CHARACTERS = 100_000;

/** Makes the page in pieces. The scores are of the whole text, what can be read in it is its beginning. */
export function makePage(
  subject: Subject,
  search: SearchOptions,
  vocabulary: Vocabulary,
  view: string,
  limit: number | undefined,
): Iterable<string> {
  const cells = cellsOf(subject.model, search.states);
  const characters = limit ?? Math.min(MOST_CHARACTERS, Math.floor(MOST_VALUES / cells.count));
  const shown: Subject = { ...subject, text: beginningOf(subject.text, characters) };
  const { tokens, symbols } = vocabulary;
  return htmlPage({
    subject: shown,
    cells,
    symbols:
      tokens === 'bytes' ? Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)) : symbols,
    report: viewCells(subject, search),
    gates: viewGates(subject),
    flow: unlessShort(() => viewFlow(subject)),
    memory: unlessShort(() => viewMemory(subject)),
    recording: recordAll(shown, cells),
    start: ['gates', 'flow', 'memory'].includes(view) ? view : 'text',
  });
}

/** A short text has no flow and no memory to show; the rest of the page can still be made. */
function unlessShort<T>(view: () => T): T | null {
  try {
    return view();
  } catch (error) {
    if (error instanceof UserError && error.code === 'inspect/short') return null;
    throw error;
  }
}
