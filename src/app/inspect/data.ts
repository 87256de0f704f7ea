import { userError } from '../../core/errors.js';
import type { Memory } from '../../core/memory.js';
import type { InspectedData } from '../../inspect/forward/subject.js';
import { isClips } from '../../material/images/kind.js';
import { materialOfModel } from '../../material/index.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { openRunData, runDataOf } from '../../material/run-data.js';
import { whatIsRead } from '../../tasks/reads.js';
import { refuseToOverwriteInputs } from '../outputs.js';
import { readPairs } from './pairs.js';
import type { InspectRequest } from './request.js';

const words = {
  texts: 'a text',
  'the rows of a table': 'a table',
  'clips or images': 'clips',
  series: 'a file of series',
} as const;

const CHANGED =
  'the corpus has changed since the training: its validation part may hold text that was trained on';

/** What was named, or else the part of the model's own data on which it was validated. */
export async function openData(
  model: ModelFile,
  { files = [], pairs, encoding, include, exclude, limit, outputs = {}, watch, remark }: InspectRequest,
  memory: Memory,
): Promise<InspectedData & { close(): void }> {
  const { file, snapshot } = model;
  const material = materialOfModel(snapshot);
  const how = { encoding, include, exclude, limit, memory, watch };
  const clips = files.find(isClips);
  if (clips !== undefined && material.name !== 'images') throw userError('clips/model', { file, clips });
  if (pairs !== undefined) {
    if (files.length > 0)
      throw userError('usage/extra-argument', {
        value: files[0]!,
        usage: 'char-rnn inspect <model> --pairs FILE',
      });
    return { pairs: await readPairs(pairs, watch), close() {} };
  }
  if (files.length > 0) return { ...(await material.subject(files, model, how)), close() {} };
  const hint = `name ${words[whatIsRead(snapshot)]} after the model`;
  const run = runDataOf(model, hint);
  const none = () => userError('data/no-part', { run: file, part: 'validation', hint });
  if (run.config.options.split.validation === 0) throw none();
  const changed = snapshot.task ? 'refuse' : 'report';
  const opened = await openRunData(run, { changed, hint, reading: encoding && { encoding }, watch });
  try {
    if (!opened.subject) throw userError('clips/needed', { network: snapshot.model.images!.network });
    refuseToOverwriteInputs(outputs, opened.files);
    const data = opened.subject('validation', how);
    if (data.table?.rows.length === 0) throw none();
    if (opened.changed) await remark?.(CHANGED);
    return { ...data, close: opened.close };
  } catch (error) {
    opened.close();
    throw error;
  }
}
