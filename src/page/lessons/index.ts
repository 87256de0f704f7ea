import { cells } from './cells/lesson.js';
import { depth } from './depth/lesson.js';
import { gates } from './gates/lesson.js';
import { gradient } from './gradient/lesson.js';
import { hello } from './hello/lesson.js';
import type { Lesson } from './lesson.js';
import { memory } from './memory/lesson.js';
import { patterns } from './patterns/lesson.js';
import { sampling } from './sampling/lesson.js';
import { truncation } from './truncation/lesson.js';

const all = [hello, gradient, sampling, truncation, gates, memory, depth, patterns, cells];

/** The lessons, in the order in which they build on each other. */
export const lessons = all as unknown as readonly Lesson[];

/** The lesson of that name, if there is one. */
export const lessonNamed = (name: string): Lesson | undefined =>
  lessons.find((lesson) => lesson.name === name);
