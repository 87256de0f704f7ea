import { CANDIDATES, STEPS, type Page } from './data.js';
import { breakRows, positionAt, rowCount, rowOf, type Rows } from './rows.js';
import { picture } from './shown.js';

/** What is drawn, besides the text. */
export interface TextState {
  values: Int8Array | null;
  candidates: { symbols: Uint16Array; probabilities: Uint8Array } | null;
  /** The position the keyboard or pointer is at. */
  caret: number;
  /** The other end of the selection; equal to the caret when nothing is selected. */
  anchor: number;
}

/** The text as a grid on a canvas, of which only what is in view is ever drawn. */
export interface TextCanvas {
  readonly state: TextState;
  /** Draws at the next frame. */
  refresh(): void;
  /** Measures again: the window, the theme or the height of the rows has changed. */
  layout(): void;
  /** Brings the caret into view. */
  reveal(): void;
  positionOfPointer(event: MouseEvent): number;
  /** The caret, some rows and columns further. */
  moved(rows: number, columns: number): number;
  visibleRows(): number;
}

const FONT = '14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
const SMALL = '10px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
const [ROW, CANDIDATE_ROW, GAP] = [20, 11, 6];

export function createTextCanvas(page: Page, scroller: HTMLElement, canvas: HTMLCanvasElement): TextCanvas {
  const context = canvas.getContext('2d')!;
  const spacer = scroller.querySelector<HTMLElement>('.spacer')!;
  const state: TextState = { values: null, candidates: null, caret: 0, anchor: 0 };
  const pictures = page.characters.map(picture);
  let rows: Rows = breakRows(page.characters, 80);
  let [advance, height, planned] = [8.4, ROW, false];

  function layout(): void {
    const ratio = window.devicePixelRatio || 1;
    context.font = FONT;
    advance = Math.ceil(context.measureText('0').width * 10) / 10;
    const columns = Math.max(8, Math.min(120, Math.floor((scroller.clientWidth - 12) / advance)));
    if (columns !== rows.columns) rows = breakRows(page.characters, columns);
    height = ROW + (state.candidates ? CANDIDATES * CANDIDATE_ROW + GAP : 0);
    canvas.width = Math.floor(scroller.clientWidth * ratio);
    canvas.height = Math.floor(scroller.clientHeight * ratio);
    canvas.style.width = `${scroller.clientWidth}px`;
    canvas.style.height = `${scroller.clientHeight}px`;
    spacer.style.height = `${Math.max(0, rowCount(rows) * height - scroller.clientHeight + 8)}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw();
  }

  function refresh(): void {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      draw();
    });
  }

  function draw(): void {
    const style = getComputedStyle(scroller);
    const [ink, paper, mark] = ['--ink', '--paper', '--mark'].map((name) =>
      style.getPropertyValue(name).trim(),
    );
    const dark = style.getPropertyValue('--theme').trim() === 'dark';
    const colors = dark ? page.colors.dark : page.colors.light;
    context.fillStyle = paper!;
    context.fillRect(0, 0, scroller.clientWidth, scroller.clientHeight);
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    context.direction = 'ltr';
    const first = Math.floor(scroller.scrollTop / height);
    const last = Math.min(
      rowCount(rows) - 1,
      Math.ceil((scroller.scrollTop + scroller.clientHeight) / height),
    );
    for (let row = first; row <= last; row++)
      drawRow(row, row * height - scroller.scrollTop + 4, colors, ink!);
    drawSelection(mark!, first, last);
  }

  function drawRow(row: number, y: number, colors: readonly string[], ink: string): void {
    const [from, to] = [rows.starts[row]!, rows.starts[row + 1]!];
    context.font = FONT;
    for (let i = from; i < to; i++) {
      const x = 6 + (i - from) * advance;
      if (state.values) {
        context.fillStyle = colors[state.values[i]! + STEPS]!;
        context.fillRect(x, y, advance + 0.5, ROW - 1);
      }
      context.fillStyle = ink;
      context.fillText(pictures[i]!, x + advance / 2, y + ROW / 2, advance * 1.6);
    }
    if (state.candidates) drawCandidates(from, to, y + ROW, ink);
  }

  /** Beneath each character what the network expected next, likeliest on top, the likelier the darker. */
  function drawCandidates(from: number, to: number, y: number, ink: string): void {
    const { symbols, probabilities } = state.candidates!;
    context.font = SMALL;
    context.fillStyle = ink;
    for (let i = from; i < to; i++) {
      const x = 6 + (i - from) * advance + advance / 2;
      for (let k = 0; k < CANDIDATES; k++) {
        const probability = probabilities[i * CANDIDATES + k]! / 255;
        if (probability < 0.01) break;
        context.globalAlpha = 0.25 + 0.75 * Math.sqrt(probability);
        const symbol = picture(page.symbols[symbols[i * CANDIDATES + k]!] ?? '');
        context.fillText(symbol, x, y + (k + 0.5) * CANDIDATE_ROW, advance);
      }
    }
    context.globalAlpha = 1;
  }

  function drawSelection(mark: string, first: number, last: number): void {
    const from = Math.min(state.caret, state.anchor);
    const to = Math.max(state.caret, state.anchor);
    context.strokeStyle = mark;
    context.lineWidth = 2;
    for (let row = first; row <= last; row++) {
      const begin = Math.max(from, rows.starts[row]!);
      const end = Math.min(to, rows.starts[row + 1]! - 1);
      if (begin > end) continue;
      const x = 6 + (begin - rows.starts[row]!) * advance;
      context.strokeRect(x, row * height - scroller.scrollTop + 4, (end - begin + 1) * advance, ROW);
    }
  }

  function moved(rowsDown: number, columnsRight: number): number {
    if (rowsDown === 0) return Math.max(0, Math.min(page.characters.length - 1, state.caret + columnsRight));
    const row = rowOf(rows, state.caret);
    return positionAt(rows, row + rowsDown, state.caret - rows.starts[row]!);
  }

  return {
    state,
    refresh,
    layout,
    moved,
    visibleRows: () => Math.max(1, Math.floor(scroller.clientHeight / height) - 1),
    reveal() {
      const top = rowOf(rows, state.caret) * height;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + scroller.clientHeight) {
        scroller.scrollTop = top + height - scroller.clientHeight + 8;
      }
      refresh();
    },
    positionOfPointer(event) {
      const box = canvas.getBoundingClientRect();
      const row = Math.floor((event.clientY - box.top - 4 + scroller.scrollTop) / height);
      return positionAt(rows, row, Math.floor((event.clientX - box.left - 6) / advance));
    },
  };
}
