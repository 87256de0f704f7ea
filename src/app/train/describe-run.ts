import { untrainedLoss } from '../../model/network-loss.js';
import { unitsOf } from '../../tasks/units.js';
import type { RunDescription } from './events.js';
import type { PreparedRun } from './prepared-run.js';

/** What is said of a run before it starts. */
export function describeRun({ run, directory, data, backend, environment }: PreparedRun): RunDescription {
  const { name, files, skipped = [], task, facts } = data;
  const outputs = data.labels?.length ?? run.data.model?.outputs ?? run.vocabulary.size;
  return {
    directory: directory.path,
    corpus: name,
    files,
    skipped,
    facts,
    ...(task && { task }),
    options: run.options,
    units: unitsOf({
      tokens: run.vocabulary.tokens,
      task: task?.name,
      network: run.options.model.images?.network,
      series: run.options.model.series,
    }),
    uniformLoss: untrainedLoss({ ...run.options.model, vocabulary: run.vocabulary.size, outputs }),
    held: { validation: run.data.validation !== null, test: run.data.test !== null },
    backend: { name: backend.name, why: backend.why, lacksBlas: backend.lacksBlas ?? false },
    threads: environment.threads,
    metrics: run.data.metrics ?? [],
  };
}
