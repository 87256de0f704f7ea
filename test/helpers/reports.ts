import { inflateRawSync } from 'node:zlib';
import { BLOCKS, type ReportData } from '../../src/report/page/data.js';

/** The bytes of a block of a report. */
export function blockIn(html: string, id: string): Buffer {
  const [, packed] = new RegExp(`<script id="${id}" type="text/plain">([^<]*)</script>`).exec(html)!;
  return inflateRawSync(Buffer.from(packed!, 'base64'));
}

/** The data of a report. */
export const reportIn = (html: string): ReportData =>
  JSON.parse(blockIn(html, BLOCKS.data).toString()) as ReportData;
