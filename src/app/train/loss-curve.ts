import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { readCurve, type Curve } from '../../runs/curve.js';
import { LOG, LOSS_PLOT } from '../../runs/files.js';

/** The losses of a run by its log; null where it has none, or one that went to a pipe or a device. */
export async function lossCurve(directory: string, log = join(directory, LOG)): Promise<Curve | null> {
  if (!existsSync(log)) return null;
  const curve = await readCurve(log);
  return curve.training.length === 0 ? null : curve;
}

/** Writes loss.svg of a run. */
export function saveLossPlot(directory: string, svg: string): void {
  writeFileAtomic(join(directory, LOSS_PLOT), svg, { links: 'replace' });
}
