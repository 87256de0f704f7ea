import { CANDIDATES, STEPS, type Page } from './data.js';
import { picture } from './picture.js';
import type { Rows } from './rows.js';

/** What is drawn, besides the text. */
export interface TextState {
  values: Int8Array | null;
  candidates: { symbols: Uint16Array; probabilities: Uint8Array } | null;
  /** The position the keyboard or pointer is at. */
  caret: number;
  /** The other end of the selection; equal to the caret when nothing is selected. */
  anchor: number;
}

/** Everything that drawing needs. */
export interface Scene {
  readonly page: Page;
  readonly state: TextState;
  readonly context: CanvasRenderingContext2D;
  rows: Rows;
  /** Width of a character, and height of a row with its candidates. */
  advance: number;
  height: number;
}

/** The rows in view, and how far the text is scrolled. */
export interface RowsInView {
  readonly first: number;
  readonly last: number;
  readonly scrollTop: number;
}

export const FONT = '14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
const SMALL = FONT.replace('14px', '10px');
export const [ROW, CANDIDATE_ROW] = [20, 11];
/** Margins. */
export const [LEFT, TOP] = [6, 4];

/** In columns: a wide character is narrowed, so that it does not cover its neighbors. */
const WIDEST = 1.15;

/** The text, each symbol in the color of the cell's value after it. */
export function drawRows(scene: Scene, view: RowsInView, colors: readonly string[], textColor: string): void {
  const { context, rows, height } = scene;
  context.textBaseline = 'middle';
  context.direction = 'ltr';
  for (let row = view.first; row <= view.last; row++) {
    const y = row * height - view.scrollTop + TOP;
    const [from, to] = [rows.starts[row]!, rows.starts[row + 1]!];
    if (scene.state.values) drawValues(scene, { from, to, y }, colors);
    context.fillStyle = textColor;
    drawText(scene, from, to, y + ROW / 2);
    if (scene.state.candidates) drawCandidates(scene, { from, to, y: y + ROW }, textColor);
  }
}

/** A row's symbols, and where its pixels begin. */
interface Line {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function drawValues(
  { context, state, advance }: Scene,
  { from, to, y }: Line,
  colors: readonly string[],
): void {
  for (let i = from; i < to; i++) {
    context.fillStyle = colors[state.values![i]! + STEPS]!;
    context.fillRect(LEFT + (i - from) * advance, y, advance + 0.5, ROW - 1);
  }
}

/** Runs of printable ASCII, whose symbols are as wide as a column, are drawn at once: several times as fast. */
function drawText({ context, page, advance }: Scene, from: number, to: number, y: number): void {
  context.font = FONT;
  const pictures = page.characters.slice(from, to).map(picture);
  let run = '';
  for (let column = 0; column <= pictures.length; column++) {
    const symbol = pictures[column] ?? '';
    if (/^[ -~]$/.test(symbol)) {
      run += symbol;
      continue;
    }
    const x = LEFT + column * advance;
    context.textAlign = 'left';
    context.fillText(run, x - run.length * advance, y);
    context.textAlign = 'center';
    context.fillText(symbol, x + advance / 2, y, advance * WIDEST);
    run = '';
  }
}

/** Below each character the candidates for the next one, most probable first; the more probable the darker. */
function drawCandidates(
  { context, state, page, advance }: Scene,
  { from, to, y }: Line,
  textColor: string,
): void {
  const { symbols, probabilities } = state.candidates!;
  context.font = SMALL;
  context.textAlign = 'center';
  context.fillStyle = textColor;
  for (let i = from; i < to; i++) {
    const x = LEFT + (i - from) * advance + advance / 2;
    for (let k = 0; k < CANDIDATES; k++) {
      const probability = probabilities[i * CANDIDATES + k]! / 255;
      if (probability < 0.01) break;
      context.globalAlpha = 0.25 + 0.75 * Math.sqrt(probability);
      const symbol = picture(page.symbols[symbols[i * CANDIDATES + k]!] ?? ' ');
      context.fillText(symbol, x, y + (k + 0.5) * CANDIDATE_ROW, advance);
    }
  }
  context.globalAlpha = 1;
}

/** A frame around the selected symbols, row by row. */
export function drawSelection(
  { context, state, rows, advance, height }: Scene,
  { first, last, scrollTop }: RowsInView,
  mark: string,
): void {
  const from = Math.min(state.caret, state.anchor);
  const to = Math.max(state.caret, state.anchor);
  context.strokeStyle = mark;
  context.lineWidth = 2;
  for (let row = first; row <= last; row++) {
    const begin = Math.max(from, rows.starts[row]!);
    const end = Math.min(to, rows.starts[row + 1]! - 1);
    if (begin > end) continue;
    const x = LEFT + (begin - rows.starts[row]!) * advance;
    context.strokeRect(x, row * height - scrollTop + TOP, (end - begin + 1) * advance, ROW);
  }
}
