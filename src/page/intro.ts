import { byId } from './elements.js';

const DISMISSED = 'char-rnn: introduction dismissed';

/** Three sentences on what this page is, until they are dismissed; a browser that keeps nothing shows them again. */
export function showIntro(): void {
  const intro = byId('intro');
  intro.hidden = remembered();
  byId('intro-close').addEventListener('click', () => {
    intro.hidden = true;
    try {
      localStorage.setItem(DISMISSED, 'yes');
    } catch {
      // not stored
    }
  });
}

function remembered(): boolean {
  try {
    return localStorage.getItem(DISMISSED) !== null;
  } catch {
    return false;
  }
}
