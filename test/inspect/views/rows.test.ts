import { expect } from 'chai';
import type { Snapshot, TaskData } from '../../../src/core/snapshot.js';
import type { RowsReport } from '../../../src/inspect/views/text/rows-report.js';
import { text } from '../../../src/inspect/views/text/index.js';
import { reportOf } from '../../helpers/inspection.js';
import { terminalOf } from '../../helpers/shown.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { tableInspection } from '../../helpers/table-inspection.js';
import { answerLogits, randomRows, taskForms, type TableRow } from '../../helpers/task-rows.js';

/** The probabilities at the last answer of a row that is read alone. */
function lastProbabilities(snapshot: Snapshot, row: TableRow['example']): number[] {
  const O = snapshot.model.outputs ?? snapshot.model.vocabulary;
  const scores = answerLogits(snapshot, [{ cells: [], example: row }])[0]!.slice(-O);
  const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
  return scores.map((score) => Math.exp(score) / total);
}

const likeliest = (p: readonly number[]) => p.indexOf(Math.max(...p));

function caseOf(name: string) {
  const task = taskForms[name]!;
  return { task, snapshot: taskSnapshot(task), rows: randomRows(task, 7) };
}

const named = (label: string) => ({
  features: [{ name: label, kind: 'binary', what: '', values: () => new Float32Array(0) } as const],
  featuresNamed: true,
});

describe('--view text on the rows of a table', () => {
  it('classify: p(label) after every character is that of the row as far as it has been read', async () => {
    const { task, snapshot, rows } = caseOf('classify');
    const report = await reportOf<RowsReport>(text, tableInspection(snapshot, rows));
    const cuba = await reportOf<RowsReport>(text, tableInspection(snapshot, rows, named('Cuba')));
    rows.forEach(({ cells, example }, r) => {
      const row = report.rows[r]!;
      const beginnings = Array.from(example.source, (_, i) =>
        lastProbabilities(snapshot, { ...example, source: example.source.slice(0, i + 1) }),
      );
      expect(row.symbols.join('')).equal(cells[0]);
      expect(row.expected).equal(cells[1]);
      beginnings.forEach((p, i) => {
        expect(row.probabilities[i]).closeTo(p[example.label]!, 1e-6);
        expect(cuba.rows[r]!.probabilities[i]).closeTo(p[task.target.indexOf('Cuba')]!, 1e-6);
      });
      const last = beginnings.at(-1)!;
      expect(row.answer).equal(task.target[likeliest(last)]);
      expect(row.probability).closeTo(Math.max(...last), 1e-6);
    });
  });

  for (const name of ['tag', 'tag with a delay']) {
    it(`${name}: the tag of the table at each symbol, whenever it is given`, async () => {
      const { task, snapshot, rows } = caseOf(name);
      const report = await reportOf<RowsReport>(text, tableInspection(snapshot, rows));
      rows.forEach((row, r) => {
        const [logits] = answerLogits(snapshot, [row]);
        const { target } = row.example;
        const p = Array.from(target, (_, i) => {
          const [a, b] = [Math.exp(logits![2 * i]!), Math.exp(logits![2 * i + 1]!)];
          return [a / (a + b), b / (a + b)];
        });
        p.forEach((both, i) => expect(report.rows[r]!.probabilities[i]).closeTo(both[target[i]!]!, 1e-6));
        expect(report.rows[r]!.answer).equal(p.map((both) => task.target[likeliest(both)]).join(''));
        expect(report.rows[r]!.of.join('')).equal(row.cells[1]);
      });
    });
  }

  for (const name of [
    'translate',
    'translate, reversed, to words',
    'generate from a label',
    'generate from numbers',
  ]) {
    it(`${name}: source and greedy answer`, async () => {
      const { task, snapshot, rows } = caseOf(name);
      const report = await reportOf<RowsReport>(text, tableInspection(snapshot, rows));
      const longest = Math.max(
        ...rows.map(({ example }) => Math.max(example.source.length, example.target.length)),
      );
      rows.forEach(({ cells, example }, r) => {
        const { answer, expected, source, probabilities } = greedy(snapshot, example, longest, task);
        expect(report.rows[r]).to.include({
          answer,
          expected: cells.at(-1),
          source: source ?? cells.slice(0, -1).join(' '),
        });
        expect(expected).equal(undefined);
        probabilities.forEach((p, i) => expect(report.rows[r]!.probabilities[i]).closeTo(p, 1e-6));
      });
    });
  }

  function greedy(
    snapshot: Snapshot,
    example: TableRow['example'],
    longest: number,
    { target, toTokens }: TaskData,
  ) {
    const ids: number[] = [];
    const probabilities: number[] = [];
    for (;;) {
      const p = lastProbabilities(snapshot, { ...example, target: Int32Array.from(ids) });
      const id = likeliest(p);
      if (id === target.length || ids.length >= longest) break;
      ids.push(id);
      probabilities.push(p[id]!);
    }
    const answer = ids.map((id) => target[id]).join(toTokens === 'words' ? ' ' : '');
    return { answer, probabilities, expected: undefined, source: undefined };
  }

  it('has the same rows as lines of a terminal and as CSV, and ends with how many are right', async () => {
    const { snapshot, rows } = caseOf('classify');
    const shown = await tableInspection(snapshot, rows).show(text);
    const lines = terminalOf(shown).split('\n');
    expect(lines[0]).to.match(/^how likely the label is after each character; \[ \] stands around/);
    expect(lines[2]!.replace(/[[\]]/g, '')).to.match(
      new RegExp(`^${rows[0]!.cells[0]}  (Chile|Peru|Cuba) \\.\\d{3}`),
    );
    expect(lines.at(-2)).to.match(/^\d of 7 row\(s\) answered as in the table$/);
    const csv = [...(shown.rows() as Iterable<unknown[]>)];
    expect(csv[0]).to.deep.equal(['row', 'position', 'char', 'of', 'probability']);
    expect(csv).to.have.length(1 + rows.reduce((sum, { example }) => sum + example.source.length, 0));
  });

  it('reads no more rows than --limit has symbols for', async () => {
    const { snapshot, rows } = caseOf('classify');
    const first = rows[0]!.example.source.length;
    const report = await reportOf<RowsReport>(text, tableInspection(snapshot, rows, { limit: first }));
    expect(report.rows).to.have.length(1);
  });
});
