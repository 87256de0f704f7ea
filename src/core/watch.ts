/** How long work learns that it is to stop, and tells how far it is. Every verb of app/ takes one. */
export interface Watch {
  /** Aborted when the work is to stop; its reason is what is thrown. Reading and waiting listen to it. */
  readonly signal: AbortSignal;
  /** Throws when the work is to stop: for the middle of synchronous work, which no event can reach. */
  check(): void;
  /**
   * Awaited every few milliseconds with the share of the work that is done, from 0 to 1, or NaN where the end is not
   * known: lets events arrive, and throws when the work is to stop.
   */
  pause(share: number): Promise<void>;
}

/** Never stops the work, and shows nothing. */
export const unwatched: Watch = {
  signal: new AbortController().signal,
  check() {},
  pause: () => Promise.resolve(),
};
