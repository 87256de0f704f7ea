import { count } from '../../src/core/format.js';
import { mean } from '../../src/core/numbers.js';
import type { Result } from './store.js';

const columns = {
  clips: { accuracy: 'accuracy', kind: 'kind', direction: 'direction' },
  captions: {
    words: 'words right',
    captions: 'captions right',
    unseenWords: 'words, unseen kinds',
    unseenCaptions: 'captions, unseen kinds',
  },
};

/** Results as a Markdown table, a row for each network: means over its seeds. */
export function table(kind: keyof typeof columns, results: readonly Result[]): string {
  const names = Object.entries(columns[kind]);
  const head = ['network', 'parameters', ...names.map(([, title]) => title), 'seconds'];
  const rows = Array.from(new Set(results.map(({ name }) => name)), (name) => {
    const runs = results.filter((result) => result.name === name);
    const shares = names.map(([column]) => figure(mean(runs.map(({ scores }) => scores[column]!))));
    return [name, count(runs[0]!.parameters), ...shares, mean(runs.map(({ seconds }) => seconds)).toFixed(0)];
  });
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const figure = (share: number) => share.toFixed(3).replace(/^0/, '');
