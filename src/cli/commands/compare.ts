import { writeToString } from 'fast-csv';
import { compare as compareRuns } from '../../app/compare/compare.js';
import type { Block } from '../../core/result.js';
import { htmlDocument } from '../../report/html/document.js';
import { toJson } from '../../report/json.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { renderTerminal } from '../../report/terminal/render.js';
import type { compareCommand } from '../options/compare.js';
import type { Parsed } from '../options/flag.js';
import type { Console } from '../terminal/console.js';
import { writeDocument } from '../terminal/sink.js';
import { styleOf } from '../terminal/style.js';

type CompareArguments = Parsed<(typeof compareCommand)['flags']>;

/** `char-rnn compare`: the runs in one table, best validation loss first. */
export async function compare({ values, files }: CompareArguments, console: Console): Promise<void> {
  const { out, err, stop } = console;
  const request = { ...values, runs: files, curves: values.html !== undefined, watch: stop.watch };
  const { blocks, table, notes, ...comparison } = await compareRuns(request);
  const page: Block[] = [...blocks, { kind: 'note', text: notes }];
  const title = `Comparison of ${comparison.runs.length} runs`;
  const outputs: [string | undefined, () => string | Promise<string>][] = [
    [values.csv, () => writeToString([...table], { includeEndRowDelimiter: true })],
    [values.json, () => toJson({ ...comparison, against: values.against })],
    [values.html, () => htmlDocument(title, page)],
  ];
  for (const [file, make] of outputs) {
    if (file !== undefined) await writeDocument(file, await make(), console);
  }
  if (outputs.every(([file]) => file !== '-')) await out.write(renderTerminal(blocks, styleOf(console)));
  if (!values.quiet) for (const note of notes) await err.write(`${sanitizeLine(note)}\n`);
}
