import { encodeXML } from 'entities';

/** A view that has been rendered. */
export interface PageSection {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}

/** Where play.html has room for a report. */
const ROOM = '<!-- report -->';
/** What the page opens with by itself: example texts and a network. */
const OPENING = /<!-- opening -->.*?<!-- end of opening -->/s;

/**
 * The page of `char-rnn serve` with a report in it, in pieces. The page's policy names its script by digest, and the
 * report has none: it adds sections, whose foreign text is escaped, and blocks of data in the place of those that the
 * page opens with. It may not connect to anything.
 */
export function* pageWithReport(
  page: string,
  name: string,
  sections: readonly PageSection[],
  blocks: readonly string[],
): Generator<string> {
  const [before, after] = page.replace(OPENING, '').split(ROOM) as [string, string];
  const title = `<title>Cells and ${encodeXML(name)}</title>`;
  yield before
    .replace(/<title>.*?<\/title>/, () => title)
    .replace("connect-src 'self'", "connect-src 'none'");
  for (const { name, title, html } of sections)
    yield `<section id="view-${name}" class="view" data-title="${title}" hidden>${html}</section>\n`;
  yield* blocks;
  yield after;
}
