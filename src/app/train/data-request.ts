import { userError } from '../../core/errors.js';
import type { DataRequest } from '../../material/material.js';
import { isClips } from '../../material/images/clips.js';
import type { TableOrigin } from '../../runs/config.js';
import type { DataFields } from './request.js';

/** Rows with more symbols are left out by default. */
export const MAX_LENGTH = 1000;

/** How the data of a run are read, with the default of every field that is not given. Throws usage/value. */
export function dataRequest(request: DataFields): DataRequest {
  const { files, include = [], exclude = [], encoding = 'utf8', tokens = 'chars', minCount = 1 } = request;
  const table = tableOf(request);
  return {
    ...{ files, include, exclude, encoding, minCount },
    tokens: table === undefined ? tokens : 'chars',
    ...(request.lines && { lines: true }),
    ...(table !== undefined && { table }),
  };
}

/** How a table, or the captions of images, are read; undefined for a text, and for clips with labels. */
function tableOf(request: DataFields): TableOrigin | undefined {
  const { files, from, to, toTokens = 'chars', maxLength = MAX_LENGTH, delay = 0, reverse = false } = request;
  const images = files.some(isClips);
  const { task = images ? 'classify' : 'language' } = request;
  if (images && (task === 'tag' || task === 'translate')) {
    const expected = 'classify (the default) or generate, for an .npz file';
    throw userError('usage/value', { flag: '--task', value: task, expected });
  }
  if (task === 'language' || (images && task === 'classify')) return undefined;
  if (from && from.length > 1 && task === 'tag') {
    const expected = 'one column for --task tag';
    throw userError('usage/value', { flag: '--from', value: from.join(','), expected });
  }
  const columns = { from: images ? [] : from, to, delimiter: delimiterOf(request.delimiter) };
  const given = {
    ...(request.noHeader && { header: false }),
    ...(request.truncate && { truncate: true }),
    ...(request.stratify && { stratify: true }),
    ...(request.balance && { balance: true }),
  };
  return { task, ...columns, ...given, toTokens, maxLength, delay, reverse };
}

/** One character; `\t` and `tab` are a tab, as shells make it hard to type. */
export function delimiterOf(text: string | undefined): string | undefined {
  if (text === '\\t' || text === 'tab') return '\t';
  if (text === undefined || (text.length === 1 && !/["\r\n]/.test(text))) return text;
  throw userError('usage/value', { flag: '--delimiter', value: text, expected: 'one character' });
}
