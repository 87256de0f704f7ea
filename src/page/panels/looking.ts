import type { Client } from '../client.js';
import type { NamedText, Recorded } from '../protocol.js';

/** Asks the worker to read the text, repeatedly while the network trains. */
export interface Looking {
  /** Reads now, or after so many milliseconds; a reading at hand is followed by another one. */
  look(after?: number): void;
  /** The network has gone. */
  stop(): void;
}

/** What is read, and who is shown it. */
export interface LookingHooks {
  /** Whether there is a network, and whether it changes. */
  exists(): boolean;
  training(): boolean;
  text(): NamedText;
  /** How much of it is read, and of which cells; null: of all. */
  limit(): number;
  cells(): readonly string[] | null;
  show(recorded: Recorded): void;
}

/** Milliseconds between two recordings, at least and at most; in between, how many times longer than a recording. */
const REST = { least: 1200, times: 10, most: 4000 };

export function createLooking(client: Client, hooks: LookingHooks): Looking {
  let timer = 0;
  let reading = false;
  let again = false;
  let hasRead = false;

  function look(after = 0): void {
    clearTimeout(timer);
    if (after > 0) return void (timer = window.setTimeout(look, after));
    const text = hooks.text();
    if (!hooks.exists() || text.text === '') return;
    if (reading) return void (again = true);
    reading = true;
    const limit = hooks.limit();
    const beginning = { ...text, text: text.text.slice(0, 2 * limit) };
    client.send({ type: 'record', text: beginning, limit, cells: hooks.cells() });
  }

  client.on('recorded', ({ recorded }) => {
    reading = false;
    if (!hooks.exists() || recorded.characters.length === 0) return;
    hasRead = true;
    hooks.show(recorded);
    if (again || hooks.training()) look(restAfter(recorded.milliseconds));
    again = false;
  });

  // a single step
  client.on('progress', () => hasRead && !hooks.training() && look());

  return {
    look,
    stop() {
      clearTimeout(timer);
      [reading, again, hasRead] = [false, false, false];
    },
  };
}

const restAfter = (milliseconds: number): number =>
  Math.min(REST.most, Math.max(REST.least, REST.times * milliseconds));
