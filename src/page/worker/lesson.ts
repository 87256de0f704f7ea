import type { Backend } from '../../kernels/index.js';
import { programs } from '../lessons/programs.js';
import type { Report, Request } from '../protocol.js';
import type { Turn } from './turns.js';

/** Runs a lesson, and reports every frame of it; another worker ends it. */
export async function runLesson(
  { name, settings, materials }: Extract<Request, { type: 'lesson' }>,
  backend: Backend,
  turn: Turn,
  report: (report: Report) => void,
): Promise<void> {
  const began = performance.now();
  let last: unknown;
  for await (const frame of programs.get(name)!(settings, { backend, ...materials })) {
    last = frame;
    report({ type: 'lesson', frame, seconds: (performance.now() - began) / 1000, done: false });
    await turn();
  }
  report({ type: 'lesson', frame: last, seconds: (performance.now() - began) / 1000, done: true });
}
