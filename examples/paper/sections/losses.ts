import { count } from '../../../src/core/format.js';
import { lineChart } from '../chart.js';
import { loss, table, type Section } from '../markdown.js';
import { asTyped } from '../program.js';
import { sweepArguments, type Grid, type Run } from '../training.js';
import { networkName, type Material } from './shared.js';

/** Table 1 of the paper: the test loss of every network, a row for each size. */
export function lossSection(grid: Grid, { runs }: Material): Section {
  const columns = [...new Map(runs.map((run) => [networkName(run), run])).keys()];
  const rows = grid.sizes.map((size) => rowOf(size, columns, runs));
  const details = runs.map((run) => [
    run.run.slice(grid.directory.length + 1),
    ...[run.cell, String(run.layers), String(run.hidden), count(run.parameters)],
    ...[loss(run.validation_loss), loss(run.test_loss), run.epochs?.toFixed(1) ?? '-'],
    ...[run.hours?.toFixed(2) ?? '-', run.state],
  ]);
  const series = columns.map((name) => ({
    name,
    points: runs
      .filter((run) => networkName(run) === name && run.test_loss !== null)
      .map((run) => [run.parameters, run.test_loss!] as const)
      .sort(([a], [b]) => a - b),
  }));
  return {
    title: 'Test loss',
    text:
      'Nats per character on the test part, with the weights that were best on the validation part. The networks of a row have as ' +
      'many parameters as the LSTM of that size (`--match parameters`). `-`: not trained to its end.',
    commands: grid.sizes.map((size) => `${asTyped(sweepArguments(grid, size))} | sh`),
    tables: [
      table(['LSTM size', ...columns], rows),
      `    ${asTyped(['compare', ...grid.sizes.map((size) => `${grid.directory}/${size}/*`)])}`,
      table(
        ['run', 'cell', 'layers', 'hidden', 'parameters', 'validation', 'test', 'epochs', 'hours', 'state'],
        details,
        2,
      ),
    ],
    pictures: [
      {
        file: 'losses.svg',
        shows: 'test loss against parameters',
        svg: lineChart(
          'Test loss against parameters',
          { label: 'parameters', scale: 'log', domain: decades(runs) },
          { label: 'nats per character' },
          series.filter(({ points }) => points.length > 0),
        ),
      },
    ],
  };
}

/** Bold: the lowest of the row. */
function rowOf(size: string, columns: readonly string[], runs: readonly Run[]): string[] {
  const losses = columns.map(
    (name) => runs.find((run) => run.size === Number(size) && networkName(run) === name)?.test_loss ?? null,
  );
  const best = Math.min(...losses.map((value) => value ?? Infinity));
  return [
    size,
    ...losses.map((value) => (value !== null && value === best ? `**${loss(value)}**` : loss(value))),
  ];
}

/** Whole powers of ten around the numbers of parameters. */
function decades(runs: readonly Run[]): [number, number] {
  const sizes = runs.map(({ parameters }) => Math.log10(parameters));
  return [10 ** Math.floor(Math.min(...sizes)), 10 ** Math.ceil(Math.max(...sizes) + 1e-9)];
}
