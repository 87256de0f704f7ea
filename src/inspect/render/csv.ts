import type { Report } from '../report.js';

export type Row = readonly (string | number)[];

/** A report as rows, a header first. Long form: one fact a row, so that every view reads the same way into a data frame. */
export function* csvRows(report: Report): Generator<Row> {
  switch (report.view) {
    case 'cells':
      yield [
        'feature',
        'kind',
        'measure',
        'mean',
        'cell',
        'sign',
        'score',
        'f1',
        'r2',
        'twin',
        'recent',
        'p',
        'verdict',
        'probe_1',
        'probe_all',
      ];
      for (const f of report.features) {
        const [one, all] = [f.probe[0], f.probe.at(-1)];
        yield [
          guard(f.feature),
          f.kind,
          f.measure,
          f.mean,
          f.cell,
          f.sign,
          f.score,
          f.f1 ?? '',
          f.r2 ?? '',
          f.twin,
          f.recent,
          f.p,
          f.verdict,
          one?.score ?? '',
          all?.score ?? '',
        ];
      }
      return;
    case 'text': {
      yield ['position', 'char', ...report.cells.map(({ cell }) => cell)];
      let position = 0;
      for (const character of report.content) {
        yield [position, guard(character), ...report.cells.map(({ values }) => values[position]!)];
        position++;
      }
      return;
    }
    case 'gates':
      yield ['layer', 'gate', 'unit', 'left', 'right'];
      for (const { layer, gate, left, right } of report.gates) {
        for (let unit = 0; unit < left.length; unit++)
          yield [layer, gate, unit + 1, left[unit]!, right[unit]!];
      }
      return;
    case 'flow':
      yield ['layer', 'quantity', 'index', 'value'];
      for (const { layer, points, recurrent, step } of report.layers) {
        for (const { k, h, c } of points) {
          yield [layer, 'gradient_h', k, h];
          if (c !== null) yield [layer, 'gradient_c', k, c];
        }
        for (const [i, value] of recurrent.entries()) yield [layer, 'singular_value_W_hh', i + 1, value];
        for (const [i, value] of step.entries()) yield [layer, 'singular_value_step', i + 1, value];
      }
      return;
    case 'memory':
      yield ['context', 'loss', 'places'];
      for (const { k, loss, n } of report.points) yield [k, loss, n];
      return;
    case 'ablation':
      yield [
        'feature',
        'cell',
        'hold',
        'role',
        'added_at_decisions',
        'added_elsewhere',
        'decisions',
        'elsewhere',
      ];
      for (const a of report.ablations) {
        const counts = [a.decisions, a.elsewhere];
        yield [guard(a.feature), a.cell, a.hold, 'cell', a.addedAtDecisions, a.addedElsewhere, ...counts];
        for (const o of a.random) {
          yield [guard(a.feature), o.cell, '', 'random', o.addedAtDecisions, o.addedElsewhere, ...counts];
        }
      }
  }
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function guard(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
