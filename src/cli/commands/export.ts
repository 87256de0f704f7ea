import { exportModel as exportTo } from '../../app/export.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { exportCommand } from '../options/export.js';
import type { Parsed } from '../options/flag.js';
import type { Console } from '../terminal/console.js';

type ExportArguments = Parsed<(typeof exportCommand)['flags']>;

/** `char-rnn export`: the weights of a model, without the state of its training, for other programs. */
export async function exportModel(
  { values, files: [model], given }: ExportArguments,
  { out, err, stop }: Console,
): Promise<void> {
  const onnx = given.has('onnx') ? values.onnx : undefined;
  const request = { ...values, model: model!, onnx, watch: stop.watch };
  const { output, files, content, hasTask } = await exportTo(request);
  if (output === '-') return out.write(content!);
  const name = sanitizeLine(output);
  await err.write(files.length > 0 ? `${name}: ${files.join(', ')} written\n` : `${name} written\n`);
  if (files.includes('sample.py')) {
    const data = hasTask ? 'TABLE' : 'TEXT';
    await err.write(`next: cd ${name} && python3 sample.py, or torchrun train.py ${data}\n`);
  }
}
