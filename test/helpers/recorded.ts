import type { Page } from 'playwright-core';
import type { Recorded } from '../../src/page/protocol.js';

/** Keeps what the page's workers recorded last, and when it arrived, as `window.recorded`. */
export async function watchRecorded(page: Page): Promise<void> {
  await page.addInitScript(keepRecorded);
}

/** What watchRecorded keeps; `at`: milliseconds since the page was opened. */
export interface RecordedWindow {
  readonly recorded: Recorded & { readonly at: number };
}

function keepRecorded(): void {
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('message', ({ data }: MessageEvent<{ type: string; recorded?: object }>) => {
        if (data.type === 'recorded')
          Object.assign(window, { recorded: { ...data.recorded, at: performance.now() } });
      });
    }
  };
}
