import { unwatched, type Watch } from '../../core/watch.js';
import { userError } from '../../core/errors.js';
import { WINDOW, kindOf, type DataKind, type InspectedData } from '../../inspect/forward/subject.js';
import type { Reports } from '../../inspect/views/reports.js';
import { createPace } from '../../inspect/forward/pace.js';
import { longestWindow } from '../../inspect/forward/table.js';
import { clipViews, seriesViews, views, type ViewEntry } from '../../inspect/views/index.js';
import { createInspection, type Inspection, type Shown, type View } from '../../inspect/views/view.js';
import type { Backend } from '../../kernels/index.js';
import { modelFromSnapshot, type LanguageModel } from '../../model/language-model.js';
import { openModel, type ModelFile } from '../../runs/checkpoint.js';
import { createTask } from '../../tasks/index.js';
import { createVocabulary } from '../../text/vocabulary.js';
import { backendOf } from '../backend.js';
import { openData } from './data.js';
import { refuseUnused } from './narrowing.js';
import { openNetworks } from './match.js';
import { openCheckpoints } from './over.js';
import { questionOf } from './question.js';
import type { InspectRequest } from './request.js';

export type { Shown, View };

/** A view that has been asked for; it is computed when it is shown. */
export interface Inspected {
  readonly view: View;
  readonly inspection: Inspection;
  /** The views that a page may have. */
  readonly entries: readonly ViewEntry[];
  /** The view that a page opens with. */
  readonly start: string;
  show(): Promise<Shown>;
  close(): void;
}

/** A view, and what it is asked. */
export type ViewRequest<View> = Omit<InspectRequest, 'view' | 'over' | 'page' | 'watch'> & {
  /** Default: cells. `activations` is a stream: of `openInspection`. */
  readonly view?: View;
  readonly watch?: Watch;
};

/**
 * Looks into a network: the report of a view, as plain JSON. Throws what `openInspection` and the view throw.
 *
 * @example
 * const { features } = await inspect({ model: 'runs/code', files: ['more.ts'] });
 * for (const { feature, cell, score, verdict } of features) console.log(feature, cell, score, verdict);
 */
export async function inspect<View extends keyof Reports = 'cells'>(
  request: ViewRequest<View>,
): Promise<Reports[View]> {
  const inspected = await openInspection({ watch: unwatched, ...request });
  try {
    return (await inspected.show()).report as Reports[View];
  } finally {
    inspected.close();
  }
}

/**
 * Opens the model and what it reads, and makes the question. Throws inspect/view, inspect/flag, inspect/feature,
 * inspect/cell, inspect/state, over/checkpoints, match/*, data/*, corpus/*, table/*, clips/*, checkpoint/*, backend/missing.
 */
export async function openInspection(request: InspectRequest): Promise<Inspected> {
  const run = request.over ? openCheckpoints(request) : request.match ? openNetworks(request) : undefined;
  const model = openModel(run?.last ?? request.model);
  const kind = kindOfModel(model, request);
  const view = run?.view ?? (await viewOf(kind, request));
  refuseUnused(view, request);
  if (!view.reads.includes(kind)) throw unread(view, kind);
  const backend = await backendOf(request.backend ?? 'auto');
  const { close, ...data } = await openData(
    model,
    request.match ? { ...request, files: request.text } : request,
    backend.memory,
  );
  try {
    const inspection = createInspection(
      {
        ...data,
        network: { model: networkFor(model, data, backend), backend, pace: createPace(request.watch) },
        vocabulary: createVocabulary(model.snapshot.vocabulary),
        question: await questionOf(request, model.snapshot, data.table),
      },
      async (skipped) => {
        if (skipped > 0)
          await request.remark?.(`left out: ${skipped} characters that the model does not know`);
      },
    );
    const entries = run
      ? [...views, { name: view.name, help: '', load: () => Promise.resolve(view) }]
      : views;
    const start = run || request.view !== undefined ? view.name : 'text';
    return { view, inspection, entries, start, close, show: () => inspection.show(view) };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a model reads. */
function kindOfModel({ snapshot }: ModelFile, { pairs }: InspectRequest): DataKind {
  const { images, series } = snapshot.model;
  if (images) return 'clips';
  if (series) return 'series';
  if (snapshot.task) return 'table';
  return pairs !== undefined ? 'pairs' : 'text';
}

/** Throws inspect/view for the name of a view of something else. */
async function viewOf(kind: DataKind, { view: name, pairs }: InspectRequest): Promise<View> {
  if (pairs !== undefined) return (await import('../../inspect/pairs/view.js')).pairsView;
  const own = kind === 'clips' ? clipViews : kind === 'series' ? seriesViews : views;
  const entry = name === undefined ? own[0]! : own.find((one) => one.name === name);
  if (entry) return entry.load();
  throw unread(await views.find((one) => one.name === name)!.load(), kind);
}

const words: Record<DataKind, string> = {
  text: 'a text',
  table: 'a table',
  clips: 'clips',
  pairs: 'pairs of texts',
  series: 'series',
};

const unread = ({ name, reads }: View, kind: DataKind) =>
  userError('inspect/view', { view: name, reads: words[reads[0]!], wanted: words[kind] });

/** Values in a window of rows: as many as in one of a text. */
const PLACES = WINDOW.T * WINDOW.B;

/** The network, built for windows of what it reads. */
function networkFor({ snapshot }: ModelFile, data: InspectedData, backend: Backend): LanguageModel {
  const { kernels, memory } = backend;
  const build = (T: number, B: number) =>
    modelFromSnapshot(snapshot, {
      kernels,
      memory,
      T,
      B,
      training: false,
      ...(data.clips && { indexed: { data: data.clips.pixels } }),
      ...(data.series && { indexed: { data: data.series.data } }),
    });
  switch (kindOf(data)) {
    case 'text':
    case 'pairs':
      return build(WINDOW.T, WINDOW.B);
    case 'series':
      return build(WINDOW.T, 1);
    case 'clips':
      return build(data.clips!.clips.T ?? 1, 1);
    case 'table': {
      const T = longestWindow(createTask(data.table!.data), data.table!.rows);
      return build(T, Math.max(1, Math.min(WINDOW.B, Math.floor(PLACES / T))));
    }
  }
}
