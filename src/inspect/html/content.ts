import type { InspectedText } from '../forward/text.js';
import type { ModelConfig } from '../../core/snapshot.js';
import type { SearchReport } from '../search/report.js';
import type { Recording } from './recording.js';

/** Everything the page shows. */
export interface PageContent {
  /** The embedded text; the reports may cover more. */
  readonly text: InspectedText;
  readonly network: ModelConfig;
  /** Names of the cells that are embedded, in the order of the recording. */
  readonly cells: readonly string[];
  /** The names of all symbols. */
  readonly symbols: readonly string[];
  readonly recording: Recording;
  readonly report: SearchReport;
  /** The views that have a section of their own. */
  readonly sections: readonly PageSection[];
  /** The section that is open at first: `text`, or the name of a view. */
  readonly start: string;
}

export interface PageSection {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}
