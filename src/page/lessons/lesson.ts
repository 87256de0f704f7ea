import type { Backend } from '../../kernels/index.js';
import type { Drawn } from './drawn.js';

/**
 * A lesson: a claim about recurrent networks, and an experiment that tries it. All of it is plain data and pure functions,
 * so that the page, the tests and docs/lessons.md compute and draw the same.
 */
export interface Lesson<S extends Settings = Settings, F = unknown> {
  /** In the address: `#lesson=gradient`. */
  readonly name: string;
  readonly title: string;
  /** What is claimed, in a sentence or two. */
  readonly claim: string;
  /** Where everyone begins; `work`, where there is one, is the share of the training that is done, 1. */
  readonly start: S;
  readonly controls: readonly Control<S, F>[];
  figure(frame: F, settings: S): readonly Drawn[];
  /** What the numbers say, in a sentence. */
  outcome(frame: F, settings: S): string;
  /** What to change, and what to expect before changing it. */
  readonly change: string;
  readonly expect: string;
  /** The command line's way to the same kind of numbers; null where it has none. */
  readonly command: string | null;
}

/** The computation of a lesson, by the core: each frame is the whole result so far, the last one the outcome. */
export type Program<S extends Settings = Settings, F = unknown> = (
  settings: S,
  world: World,
) => Generator<F> | AsyncGenerator<F>;

export type Settings = Readonly<Record<string, number | string | boolean>>;

/** What a computation may use. */
export interface World extends Materials {
  readonly backend: Backend;
}

export interface Materials {
  /** The checkpoint that the page opens with. */
  readonly network: Uint8Array;
  /** The beginning of the example in prose. */
  readonly prose: string;
  /** The beginning of the example in code. */
  readonly code: string;
}

/** Something to move; `view`: it only chooses what is shown, and nothing is computed again. */
export type Control<S extends Settings = Settings, F = unknown> = { readonly view?: boolean } & (
  | {
      readonly kind: 'range';
      readonly name: keyof S & string;
      readonly label: string;
      readonly least: number;
      readonly most: number;
      readonly step: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: keyof S & string;
      readonly label: string;
      readonly choices: readonly string[];
    }
  | { readonly kind: 'check'; readonly name: keyof S & string; readonly label: string }
  | { readonly kind: 'text'; readonly name: keyof S & string; readonly label: string }
  | { readonly kind: 'button'; readonly label: string; press(frame: F, settings: S): S }
);

/** The settings in an address after `lesson=NAME`; what is missing or not of its kind is as at the start. */
export function settingsFrom<S extends Settings>(lesson: Lesson<S>, query: URLSearchParams): S {
  const settings: Record<string, number | string | boolean> = { ...lesson.start };
  const work = Number(query.get('work'));
  if ('work' in settings && work > 0 && work <= 1) settings['work'] = work;
  for (const control of lesson.controls) {
    if (control.kind === 'button') continue;
    const given = query.get(control.name);
    if (given === null) continue;
    const value = valueOf(control as Control, given);
    if (value !== null) settings[control.name] = value;
  }
  return settings as unknown as S;
}

function valueOf(control: Control, given: string): number | string | boolean | null {
  switch (control.kind) {
    case 'range': {
      const value = Number(given);
      return given !== '' && value >= control.least && value <= control.most ? value : null;
    }
    case 'choice':
      return control.choices.includes(given) ? given : null;
    case 'check':
      return given === 'yes' ? true : given === 'no' ? false : null;
    case 'text':
      return given.slice(0, LONGEST);
    case 'button':
      return null;
  }
}

/** Characters of a text in an address. */
export const LONGEST = 400;

/** The address of a lesson in a state: what is as at the start is left out. */
export function addressOf<S extends Settings>(lesson: Lesson<S>, settings: S): string {
  const query = new URLSearchParams({ lesson: lesson.name });
  for (const [name, value] of Object.entries(settings)) {
    if (value === lesson.start[name]) continue;
    query.set(name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));
  }
  return `#${query}`;
}

/** The last frame of a computation. */
export async function outcomeOf<F>(frames: Generator<F> | AsyncGenerator<F>): Promise<F> {
  let last: F | undefined;
  for await (const frame of frames) last = frame;
  return last!;
}
