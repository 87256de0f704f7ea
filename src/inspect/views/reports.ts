import type { CoverageReport } from '../coverage/report.js';
import type { MatchReport } from '../match/report.js';
import type { OverReport } from '../over/report.js';
import type { PairsReport } from '../pairs/report.js';
import type { AblationReport } from './ablation/report.js';
import type { CellsReport } from './cells/report.js';
import type { FlowReport } from './flow/report.js';
import type { GatesReport } from './gates/report.js';
import type { ClipMemory } from './memory/clips-report.js';
import type { MemoryReport } from './memory/report.js';
import type { SaliencyReport } from './saliency/report.js';
import type { TextViewReport } from './text/index.js';
import type { RowsReport } from './text/rows-report.js';

/** What each view reports, as plain JSON. A network of a task, or on clips, has reports of its own where there are two. */
export interface Reports {
  readonly cells: CellsReport;
  readonly text: TextViewReport | RowsReport;
  readonly saliency: SaliencyReport;
  readonly gates: GatesReport;
  readonly flow: FlowReport;
  readonly memory: MemoryReport | ClipMemory;
  readonly coverage: CoverageReport;
  readonly ablation: AblationReport;
  readonly over: OverReport;
  readonly match: MatchReport;
  readonly pairs: PairsReport;
}
