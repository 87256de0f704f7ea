import { parentPort, workerData } from 'node:worker_threads';
import { regexFeature } from '../../inspect/features/regex.js';
import type { RegexTask } from './regex-thread.js';

const { pattern, codes } = workerData as RegexTask;
const values = regexFeature('', '', pattern).values(codes);
parentPort!.postMessage(values, [values.buffer as ArrayBuffer]);
