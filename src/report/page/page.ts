import { UserError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import { readPage } from '../../disk/page.js';
import { encodeCheckpoint } from '../../formats/checkpoint/checkpoint.js';
import { copyTensors } from '../../model/language-model.js';
import { cellsOf, indexOfCell, nameAt, type Cells } from '../../inspect/forward/cells.js';
import { recordSteps, roomFor } from '../../inspect/forward/steps.js';
import { kindOf, type Subject } from '../../inspect/forward/subject.js';
import { beginningOf, symbolsIn, type InspectedText } from '../../inspect/forward/text.js';
import { searchUnits } from '../../inspect/search/search.js';
import type { Inspection, View } from '../../inspect/views/view.js';
import { block, bytesOf, pack } from './pack.js';
import type { Inspected } from '../../app/inspect/inspect.js';
import { htmlDocument } from '../html/document.js';
import { renderHtml } from '../html/render.js';
import { pageWithReport, type PageSection } from './document.js';
import { BLOCKS, type ReportData } from './data.js';

/** The work of the other views, in units of a Pace. */
const OTHER_UNITS = 700_000;

/** A page of what is inspected, in pieces: of clips and of pairs a page without a network. */
export async function* inspectionPage(inspected: Inspected): AsyncGenerator<string> {
  const { inspection, show } = inspected;
  const { clips, pairs } = inspection;
  const alone = clips ?? pairs;
  if (alone) yield htmlDocument(alone.name, (await show()).blocks!());
  else yield* makePage(inspected);
}

/**
 * Makes the page in pieces: the page of `char-rnn serve` with the network and the text in it, and the sections of all
 * views that belong on every page and of `view`. The scores are of the whole text, the shown text is its beginning.
 */
export async function* makePage({
  inspection,
  entries,
  view: asked,
  start,
}: Pick<Inspected, 'inspection' | 'entries' | 'view' | 'start'>): AsyncGenerator<string> {
  const { pace } = inspection.network;
  const page = readPage().toString();
  const { text } = await inspection.subject();
  const units = searchUnits(text.ids.length, inspection.question.features.length) + OTHER_UNITS;
  const { sections, blocks } = await pace.task(units, async () => {
    const search = await inspection.search();
    const sections: PageSection[] = [];
    for (const entry of entries) {
      const section = await sectionOf(inspection, await entry.load(), asked);
      if (section !== null) sections.push(section);
    }
    const opened = sections.some(({ name }) => name === start) ? start : 'text';
    return { sections, blocks: await blocksOf(inspection, { search, start: opened }) };
  });
  for (const piece of pageWithReport(page, text.name, sections, blocks)) {
    yield piece;
    await pace.pause();
  }
}

/** The data of the page; and the network or, of a task, which the page cannot compute, the values of its cells. */
async function blocksOf(
  inspection: Inspection,
  known: Pick<ReportData, 'search' | 'start'>,
): Promise<string[]> {
  const { network, vocabulary, states, table, question } = inspection;
  const cells = cellsOf(network.model, states);
  const named = inspection.cells.map((cell) => indexOfCell(cells, cell));
  const shown = named.length > 0 ? named : [...Array(cells.count).keys()];
  const subject = await inspection.subject();
  const room = Math.min(question.limit ?? Infinity, roomFor(shown.length));
  const text = beginningOf(subject.text, room);
  const data: ReportData = {
    ...known,
    ...writtenText(text),
    cells: shown.map((cell) => nameAt(cells, cell)),
    outputs: table ? outputNames(table.data) : null,
    firstWeights: question.firstWeights,
  };
  const { pace } = network;
  const first = block(BLOCKS.data, await pack(JSON.stringify(data), pace));
  if (table) return [first, await valuesBlock({ ...subject, text }, cells, shown)];
  const { tokens, symbols } = vocabulary;
  const { config, params } = network.model;
  const bytes = encodeCheckpoint({
    model: config,
    vocabulary: { tokens, symbols },
    weights: copyTensors(params),
  });
  return [first, block(BLOCKS.network, await pack(bytes, pace))];
}

function writtenText(text: InspectedText): Pick<ReportData, 'name' | 'text' | 'inBytes'> {
  const inBytes = text.characterOf !== undefined;
  const written = inBytes ? Buffer.from(text.ids).toString('latin1') : symbolsIn(text).join('');
  return { name: text.name, text: written, inBytes };
}

async function valuesBlock(subject: Subject, cells: Cells, shown: readonly number[]): Promise<string> {
  const recorded = await recordSteps(subject, cells, shown);
  return block(BLOCKS.values, await pack(bytesOf(recorded), subject.pace));
}

/** The symbols of the outputs of a task. */
function outputNames({ name, target }: TaskData): string[] {
  return name === 'classify' || name === 'tag' ? [...target] : [...target, 'end'];
}

/** The section of a view; null where it has none. A text that is too short for one view does not affect the others. */
async function sectionOf(inspection: Inspection, view: View, asked: View): Promise<PageSection | null> {
  const { name, section } = view;
  if (section === null || (!section.always && view.name !== asked.name)) return null;
  if (!view.reads.includes(kindOf(inspection))) return null;
  try {
    return { name, title: section.title, html: renderHtml((await inspection.show(view)).blocks!()) };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'inspect/short') throw error;
    return { name, title: section.title, html: '<p class="note">The text is too short for this view.</p>' };
  }
}
