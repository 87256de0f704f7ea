/**
 * A piece of a figure as plain data, so that the page makes elements of it and `npm run docs` a file: an element of HTML or
 * SVG with its attributes and its content.
 */
export interface Drawn {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly content: readonly (Drawn | string)[];
}

export const draw = (
  tag: string,
  attributes: Drawn['attributes'] = {},
  ...content: readonly (Drawn | string)[]
): Drawn => ({ tag, attributes, content });

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES.get(character)!);

/** The markup of a figure. */
export function markupOf(drawn: Drawn | string): string {
  if (typeof drawn === 'string') return escaped(drawn);
  const { tag, attributes, content } = drawn;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${written.join('')}>${content.map(markupOf).join('')}</${tag}>`;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The elements of a figure. */
export function elementOf(drawn: Drawn, isSvg = false): Element {
  const within = isSvg || drawn.tag === 'svg';
  const element = within ? document.createElementNS(SVG, drawn.tag) : document.createElement(drawn.tag);
  for (const [name, value] of Object.entries(drawn.attributes)) element.setAttribute(name, String(value));
  for (const part of drawn.content) element.append(typeof part === 'string' ? part : elementOf(part, within));
  return element;
}
