import type { Block, CsvRow } from '../../core/result.js';
import { cellNamed } from '../../layers/cells.js';
import type { CellRef } from '../../model/cell-name.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { Feature } from '../features/index.js';
import { namedCells, type Cell } from '../forward/cells.js';
import type { DataKind, InspectedData, Subject } from '../forward/subject.js';
import { shuffleRows, type InspectedTable } from '../forward/table.js';
import { gatherText, textOfTable, type InspectedText } from '../forward/text.js';
import type { SearchReport } from '../search/report.js';
import { searchCells, type SearchOptions } from '../search/search.js';

/** The question, besides the view. */
export interface Question extends Pick<SearchOptions, 'firstWeights' | 'recent' | 'shuffles' | 'seed'> {
  /** The cells of --cell as they were written; empty: all of them, or the best. */
  readonly cells: readonly CellRef[];
  /** The states of --state; undefined: those that the network carries. */
  readonly states: readonly string[] | undefined;
  readonly features: readonly Feature[];
  /** Whether `features` are those of --feature and not all there are. */
  readonly featuresNamed: boolean;
  /** What an ablation clamps a cell at. */
  readonly clamp: 'mean' | 'zero' | number;
  /** Symbols to read; undefined: as many as suit the view. */
  readonly limit: number | undefined;
}

/** A network, what it reads, and a question. What several views need is computed once, on first use. */
export interface Inspection extends InspectedData {
  readonly network: Omit<Subject, 'text'>;
  readonly vocabulary: Vocabulary;
  readonly question: Question;
  /** The inspected states, and the cells that were named, each with its state. */
  readonly states: readonly string[];
  readonly cells: readonly Cell[];
  /** The network and the text, read up to --limit or else a million symbols; the rows of a table in a random order. */
  subject(): Promise<Subject>;
  /** What the search is in: of the rows of a table, the states that answer. */
  searched(): Promise<Subject>;
  /** The search for cells. */
  search(): Promise<SearchReport>;
  /** A view, computed once. */
  show(view: View): Promise<Shown>;
}

/** Symbols that are read unless --limit says otherwise. */
export const USUAL_LIMIT = 1_000_000;

/** `onSkipped` receives the number of characters that the model does not know, once the text has been read. */
export function createInspection(
  parts: InspectedData & Pick<Inspection, 'network' | 'vocabulary' | 'question'>,
  onSkipped: (characters: number) => Promise<void> | void = () => {},
): Inspection {
  const { network, vocabulary, source, table, question } = parts;
  const carried = question.states ?? cellNamed(network.model.config.cell).states;
  const cells = parts.clips ? [] : namedCells(network.model, question.cells, carried.at(-1)!);
  const states = question.states ?? [...new Set([...carried, ...cells.map(({ state }) => state)])];
  let subject: Promise<Subject> | undefined;
  let search: Promise<SearchReport> | undefined;
  const shown = new Map<View, Promise<Shown>>();
  const shuffled = table && shuffleRows(table, question.seed);
  async function read(): Promise<Subject> {
    if (shuffled) return { ...network, text: textToRead(shuffled) };
    const { text, skipped } = await gatherText(source!, vocabulary, question.limit ?? USUAL_LIMIT);
    await onSkipped(skipped);
    return { ...network, text };
  }
  const inspection: Inspection = {
    ...parts,
    states,
    cells,
    subject: () => (subject ??= read()),
    searched: async () =>
      shuffled ? { ...network, text: textOfTable(shuffled, 'answers') } : inspection.subject(),
    search: () =>
      (search ??= inspection
        .searched()
        .then((subject) => searchCells(subject, { ...question, states, only: cells }))),
    show(view) {
      if (!shown.has(view)) shown.set(view, view.compute(inspection));
      return shown.get(view)!;
    },
  };
  return inspection;
}

/** Rows as a text: symbol by symbol for rows with one answer, else answer by answer. */
function textToRead(table: InspectedTable): InspectedText {
  const { name } = table.data;
  if (name === 'classify' || name === 'tag')
    return textOfTable(table, name === 'classify' ? 'symbols' : 'answers', { breaks: true });
  return textOfTable(table, 'answers');
}

/**
 * Flags that narrow or change a view; those of the search are --labels, --recent, --shuffles and --seed, those of files
 * --encoding, --include and --exclude, which every view of a text or a table takes.
 */
export type Narrowing = 'cell' | 'state' | 'feature' | 'search' | 'clamp' | 'file';

/** A view that has been computed. */
export interface Shown {
  /** Plain JSON. */
  readonly report: unknown;
  /** Its JSON in pieces, where the report is too large for one object. */
  readonly json?: () => AsyncIterable<string>;
  /** What a reader is shown; undefined where that is the rows. */
  readonly blocks?: () => readonly Block[];
  rows(): Iterable<CsvRow> | AsyncIterable<CsvRow>;
}

/** One way to look into a network. */
export interface View {
  readonly name: string;
  readonly takes: readonly Narrowing[];
  /** Its rows can be iterated only once, for one output. */
  readonly streams: boolean;
  readonly reads: readonly DataKind[];
  /** Its section of the page: the title, and whether every page has it or only that of this view. */
  readonly section: { readonly title: string; readonly always: boolean } | null;
  compute(inspection: Inspection): Promise<Shown>;
}

/** The parts of a view, exported by its folder: a report is plain JSON, which blocks and rows only arrange. */
interface ViewParts<Report> {
  readonly name: string;
  readonly takes: readonly Narrowing[];
  /** Left out: a text. */
  readonly reads?: readonly DataKind[];
  /** Left out: the page shows only the text, which is on every page. */
  readonly section?: { readonly title: string; readonly always: boolean };
  compute(inspection: Inspection): Promise<Report>;
  /** Left out, with `json`: the report is a stream of rows. */
  blocks?(report: Report): readonly Block[];
  rows(report: Report): Iterable<CsvRow> | AsyncIterable<CsvRow>;
  json?(report: Report): AsyncIterable<string>;
}

/** Creates a View from its parts. */
export function defineView<Report>(parts: ViewParts<Report>): View {
  const { name, takes, reads = ['text'], section = null, blocks, json } = parts;
  return {
    name,
    takes,
    streams: json !== undefined,
    reads,
    section,
    async compute(inspection) {
      const report = await parts.compute(inspection);
      return {
        report,
        ...(json && { json: () => json(report) }),
        ...(blocks && { blocks: () => blocks(report) }),
        rows: () => parts.rows(report),
      };
    },
  };
}
