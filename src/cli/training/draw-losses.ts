import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { LOG, LOSS_PLOT } from '../../runs/files.js';
import type { Units } from '../../tasks/units.js';
import { readCurve } from './curve.js';
import { lossPlot } from './loss-plot.js';
import { lossSvg } from './loss-svg.js';

/** Draws a run from its log: loss.svg in its directory, and the curve for a terminal, which is returned. */
export async function drawLosses(
  directory: string,
  title: string,
  columns: number,
  unit: Units['prediction'],
  log = join(directory, LOG),
): Promise<string | null> {
  // a log that was sent to a pipe or a device cannot be read back
  if (!existsSync(log)) return null;
  const curve = await readCurve(log);
  if (curve.training.length === 0) return null;
  writeFileAtomic(join(directory, LOSS_PLOT), lossSvg(title, curve, unit), { links: 'replace' });
  return lossPlot(curve, columns, unit);
}
