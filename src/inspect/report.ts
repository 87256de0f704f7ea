import type { AblationReport } from './ablation-view.js';
import type { CellsReport } from './cells-report.js';
import type { FlowReport } from './flow-view.js';
import type { GatesReport } from './gates-view.js';
import type { MemoryReport } from './memory-view.js';
import type { TextViewReport } from './text-view.js';

/** Every answer is plain JSON; the terminal, CSV and HTML only put it in another form. */
export type Report = CellsReport | TextViewReport | GatesReport | FlowReport | MemoryReport | AblationReport;
