import { gradient } from './gradient/lesson.js';
import { gates } from './gates/lesson.js';
import { hello } from './hello/lesson.js';
import type { Lesson } from './lesson.js';
import { memory } from './memory/lesson.js';
import { sampling } from './sampling/lesson.js';
import { truncation } from './truncation/lesson.js';

/** The lessons, in the order in which they build on each other. */
export const lessons = [hello, gradient, sampling, truncation, gates, memory] as unknown as readonly Lesson[];

/** The lesson of that name, if there is one. */
export const lessonNamed = (name: string): Lesson | undefined =>
  lessons.find((lesson) => lesson.name === name);
