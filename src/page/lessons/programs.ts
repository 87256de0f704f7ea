import { searchNetwork } from './cells/compute.js';
import { compareDepths } from './depth/compute.js';
import { learnPatterns } from './patterns/compute.js';
import { followGradient } from './gradient/compute.js';
import { removeGates } from './gates/compute.js';
import { learnHello } from './hello/compute.js';
import { compareFeedback } from './memory/compute.js';
import type { Program } from './lesson.js';
import { sampleText } from './sampling/compute.js';
import { compareWindows } from './truncation/compute.js';

/** What the lessons compute, by their names: apart from their words and figures, as a worker does it. */
export const programs = new Map([
  ['hello', learnHello],
  ['gradient', followGradient],
  ['sampling', sampleText],
  ['truncation', compareWindows],
  ['gates', removeGates],
  ['memory', compareFeedback],
  ['depth', compareDepths],
  ['patterns', learnPatterns],
  ['cells', searchNetwork],
] as unknown as [string, Program][]);
