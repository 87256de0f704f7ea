import { encodeXML } from 'entities';
import type { Images, ImageStrips, Strip } from '../../core/result.js';
import { fullColorOf } from '../colors.js';
import { bitmap } from './bitmap.js';

const palettes = {
  gray: Array.from({ length: 256 }, (_, i) => [i, i, i] as const),
  signed: Array.from({ length: 256 }, (_, i) => fullColorOf((2 * i) / 255 - 1)),
};

/** A table for each item: its strips as rows of images, and what is said of each frame. */
export const stripTables = ({ items }: Images): string => items.map(tableOf).join('');

function tableOf({ title, rest, words, strips: [first, ...others] }: ImageStrips): string {
  const said = words.map(({ text, value, right }) => {
    const verdict = right === undefined ? '' : right ? ' right' : ' wrong';
    return `<td class="frame${verdict}">${encodeXML(text)}<br>${value}</td>`;
  });
  const aside = rest === undefined ? '' : ` <small>${encodeXML(rest)}</small>`;
  return [
    `<h3>${encodeXML(title)}${aside}</h3>\n<table>\n`,
    rowOf(first!),
    `<tr><th>answer</th>${said.join('')}</tr>\n`,
    ...others.map(rowOf),
    '</table>\n',
  ].join('');
}

function rowOf({ name, side, colors, frames }: Strip): string {
  const byteOf = (value: number) => {
    const share = colors === 'gray' ? value : (value + 1) / 2;
    return Math.round(255 * Math.min(1, Math.max(0, share)));
  };
  const cells = frames.map((values, t) => {
    const image = bitmap(Uint8Array.from(values, byteOf), side, palettes[colors]);
    const source = Buffer.from(image).toString('base64');
    return `<td class="frame"><img alt="${encodeXML(name)}, frame ${t + 1}, ${side}×${side}" src="data:image/bmp;base64,${source}"></td>`;
  });
  return `<tr><th>${encodeXML(name)}</th>${cells.join('')}</tr>\n`;
}
