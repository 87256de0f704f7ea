import { encodeXML } from 'entities';
import { coordinate, svgFile } from '../src/formats/svg.js';

const CELL = { width: 7.8, height: 17 };
const MARGIN = 14;
const colors = { text: '#d6d6d6', ground: '#161616' };
const style = 'text { font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre }';
/** The eight basic colors of ANSI, as most terminals show them on a dark ground. */
const palette = ['#4d4d4d', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d6d6d6'];

/** One SGR sequence: ESC [ numbers m. */
const SGR = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`);

interface Look {
  readonly color?: string;
  readonly background?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

/** What a terminal of `columns` columns shows for `output`, as one SVG without scripts: text, SGR colors, nothing else. */
export function terminalSvg(title: string, output: string): string {
  const lines = output.replace(/\n+$/, '').split('\n');
  let look: Look = {};
  const rows = lines.map((line, row) => {
    const y = MARGIN + row * CELL.height;
    let column = 0;
    const spans = line.split(SGR).flatMap((piece) => {
      if (SGR.test(piece)) look = applySgr(look, piece);
      else if (piece !== '') {
        const characters = Array.from(piece);
        const x = MARGIN + column * CELL.width;
        column += characters.length;
        return [span(characters, x, y, look)];
      }
      return [];
    });
    return { spans, width: column };
  });
  const width = Math.ceil(2 * MARGIN + Math.max(...rows.map((row) => row.width)) * CELL.width);
  const height = 2 * MARGIN + rows.length * CELL.height;
  return svgFile([width, height], title, style, [
    `<rect width="100%" height="100%" rx="6" fill="${colors.ground}"/>`,
    ...rows.flatMap((row) => row.spans),
  ]);
}

function span(characters: readonly string[], x: number, y: number, look: Look): string {
  const width = coordinate(characters.length * CELL.width);
  const box = look.background
    ? `<rect x="${coordinate(x)}" y="${y}" width="${width}" height="${CELL.height}" fill="${look.background}"/>`
    : '';
  const text = characters.join('');
  if (text.trim() === '') return box;
  const style = `${look.bold ? ' font-weight="bold"' : ''}${look.dim ? ' opacity=".6"' : ''}`;
  return `${box}<text x="${coordinate(x)}" y="${y + 13}" textLength="${width}" fill="${look.color ?? colors.text}"${style}>${encodeXML(text)}</text>`;
}

/** Select Graphic Rendition (ECMA-48): resets, bold, dim, the basic colors, 256 colors and 24-bit colors. */
function applySgr(look: Look, sequence: string): Look {
  const codes = sequence.slice(2, -1).split(';').map(Number);
  let { color, background, bold, dim } = look;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) [color, background, bold, dim] = [undefined, undefined, false, false];
    else if (code === 1) bold = true;
    else if (code === 2) dim = true;
    else if (code === 22) [bold, dim] = [false, false];
    else if (code === 38 || code === 48) {
      const rgb = codes[i + 1] === 2 ? `rgb(${codes.slice(i + 2, i + 5).join()})` : undefined;
      if (code === 38) color = rgb;
      else background = rgb;
      i += codes[i + 1] === 2 ? 4 : 2;
    } else if (code === 39) color = undefined;
    else if (code === 49) background = undefined;
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) color = palette[code % 10];
  }
  return {
    ...(color !== undefined && { color }),
    ...(background !== undefined && { background }),
    ...(bold && { bold }),
    ...(dim && { dim }),
  };
}
