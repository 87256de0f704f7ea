import { atNextFrame } from '../elements.js';

/** A text that appears as it is written, in a box of fixed size. */
export interface Writing {
  /** Starts over, after a prime. */
  begin(prime: string): void;
  add(text: string): void;
  clear(): void;
}

export function createWriting(output: HTMLElement): Writing {
  let pending = '';
  const flush = atNextFrame(() => {
    const atEnd = output.scrollTop + output.clientHeight > output.scrollHeight - 30;
    output.append(pending);
    pending = '';
    if (atEnd) output.scrollTop = output.scrollHeight;
  });
  return {
    begin(prime) {
      pending = '';
      const head = document.createElement('b');
      head.textContent = prime;
      output.replaceChildren(head);
      output.scrollTop = 0;
    },
    add(text) {
      pending += text;
      flush();
    },
    clear() {
      pending = '';
      output.replaceChildren();
    },
  };
}
