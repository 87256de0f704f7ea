import { count } from '../../core/format.js';
import type { StartEvent } from '../../train/events.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Training } from '../training/training.js';
import type { ClipCorpus } from './open.js';

const networks = {
  frames: () => 'a CNN for each frame, averaged over time',
  'cnn-lstm': (cells: string) => `a CNN under ${cells}`,
  conv: (cells: string, kernel: number) => `a CNN under ${cells}, ${kernel}×${kernel} convolutions`,
  captions: (cells: string) => `a CNN, then ${cells} that begin with its features`,
};

/** What is trained on clips: the first lines above the bar. */
export function clipHeader(start: StartEvent, { run, corpus }: Training): [corpus: string, model: string] {
  const { clips, task } = corpus as ClipCorpus;
  const { layers, hidden, cell, images } = run.options.model;
  const { network, kernel } = images!;
  const what = clips.T === null ? 'images' : `clips of ${clips.T} frames`;
  const symbols = task?.toTokens === 'words' ? 'words' : 'characters';
  const answers = task ? `captions of ${task.target.length} ${symbols}` : `${run.labels!.length} labels`;
  const words = networks[network](`${layers} × ${hidden} ${cell}`, kernel);
  return [
    `${clips.T === null ? 'images' : 'clips '}   ${sanitizeLine(corpus.name)}: ${count(clips.N)} ${what}, ${clips.S}×${clips.S} pixels, ${answers}`,
    `model    ${words}, ${count(start.parameters)} parameters`,
  ];
}
