import { UserError } from '../../core/errors.js';
import { symbolName } from '../../text/symbol-name.js';
import { cellsOf, indexOfCell, nameAt } from '../forward/cells.js';
import { beginningOf } from '../forward/text.js';
import { searchUnits } from '../search/search.js';
import type { ViewEntry } from '../views/index.js';
import type { Inspection, View } from '../views/view.js';
import type { PageContent, PageSection } from './content.js';
import { htmlDocument } from './document.js';
import { recordAll } from './recording.js';

/** The number of values that are embedded unless --limit is given: a page of about 15 MB. */
const MOST_VALUES = 24_000_000;
const MOST_CHARACTERS = 100_000;
/** The work of the other views and of the recording, in units of a Pace. */
const OTHER_UNITS = 700_000;

/**
 * Makes the page in pieces: the text colored by any cell, and the sections of all views that belong on every page and
 * of `asked`. The scores are of the whole text, the shown text is its beginning.
 */
export async function* makePage(
  inspection: Inspection,
  entries: readonly ViewEntry[],
  asked: View,
  start: string,
): AsyncGenerator<string> {
  const { pace } = inspection.network;
  const { text } = await inspection.subject();
  const units = searchUnits(text.ids.length, inspection.question.features.length) + OTHER_UNITS;
  const content = await pace.task(units, () => contentOf(inspection, entries, asked, start));
  for (const piece of htmlDocument(content)) {
    yield piece;
    await pace.pause();
  }
}

async function contentOf(
  inspection: Inspection,
  entries: readonly ViewEntry[],
  asked: View,
  start: string,
): Promise<PageContent> {
  const { network, states, question } = inspection;
  const report = await inspection.search();
  const sections: PageSection[] = [];
  for (const entry of entries) {
    const section = await sectionOf(inspection, await entry.load(), asked);
    if (section !== null) sections.push(section);
  }
  const cells = cellsOf(network.model, states);
  const named = inspection.cells.map((cell) => indexOfCell(cells, cell));
  const shown = named.length > 0 ? named : [...Array(cells.count).keys()];
  const subject = await inspection.subject();
  const room = Math.min(MOST_CHARACTERS, Math.floor(MOST_VALUES / shown.length));
  const text = beginningOf(subject.text, question.limit ?? room);
  return {
    text,
    network: network.model.config,
    cells: shown.map((cell) => nameAt(cells, cell)),
    symbols: outputNames(inspection),
    recording: await recordAll({ ...subject, text }, cells, shown),
    report,
    sections,
    start: sections.some(({ name }) => name === start) ? start : 'text',
  };
}

/** The symbols of the outputs. */
function outputNames({ table, vocabulary }: Inspection): string[] {
  if (table === undefined)
    return Array.from({ length: vocabulary.size }, (_, id) => symbolName(id, vocabulary));
  const { name, target } = table.data;
  return name === 'classify' || name === 'tag' ? [...target] : [...target, 'end'];
}

/** The section of a view; null where it has none. A text that is too short for one view does not affect the others. */
async function sectionOf(inspection: Inspection, view: View, asked: View): Promise<PageSection | null> {
  const { name, section } = view;
  if (section === null || (!section.always && view.name !== asked.name)) return null;
  if (inspection.table && view.reads === 'text') return null;
  try {
    return { name, title: section.title, html: (await inspection.show(view)).section() };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'inspect/short') throw error;
    return { name, title: section.title, html: '<p class="note">The text is too short for this view.</p>' };
  }
}
