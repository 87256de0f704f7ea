/**
 * Recurrent convolution and CNN + LSTM on clips (docs/video.md): `npm run video` trains and tests every network of the
 * table with one seed, `npm run video -- --seeds 3` prints means. `--only NAME` trains the rows whose names begin so.
 * `--picture FILE.svg` draws a clip, maps of a ConvGRU, and how often each network on clips is right after so many frames.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { count } from '../../src/core/format.js';
import { mean } from '../../src/core/mean.js';
import { countParams, layoutParams } from '../../src/core/params.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Clips } from '../../src/data/clips.js';
import { readClips as openClips } from '../../src/files/clips.js';
import { modelShapes } from '../../src/model/shapes.js';
import { classesOf } from '../../src/tasks/clips.js';
import { contestants, modelOf, optionsOf, type Contestant } from './networks.js';
import { answersOf, trainOn } from './run.js';
import { picture, type Named } from './picture.js';
import { score, type Score } from './score.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    picture: { type: 'string' },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);

const open = async (name: string): Promise<Clips> =>
  (await openClips(fileURLToPath(new URL(`../../../corpora/${name}.npz`, import.meta.url)))).clips;

/** Trains a contestant with one seed and tests it; the CNN is that of the per-frame network with the same seed. */
async function contest(contestant: Contestant, seed: number, cnn?: Snapshot) {
  const clips = await open(contestant.set);
  const test = await open(`${contestant.set}-test`);
  const model = modelOf(contestant, { ...clips, classes: classesOf(clips).length });
  const start = contestant.cnn === undefined ? undefined : cnn;
  const { snapshot, seconds } = await trainOn(clips, optionsOf(contestant, model, seed), start);
  const parameters = countParams(layoutParams(modelShapes({ ...model, vocabulary: 0 })));
  return { snapshot, seconds, parameters, score: score(test.labels!, await answersOf(snapshot, test)) };
}

const figure = (share: number) => share.toFixed(3).replace(/^0/, '');

console.log('| network | parameters | accuracy | kind | direction | seconds |');
console.log('|---|---:|---:|---:|---:|---:|');
const perFrame = new Map<number, Snapshot>();
const drawn: Named[] = [];
for (const contestant of contestants) {
  const wanted = contestant.name.startsWith(values.only) || contestant.network === 'frames';
  if (!wanted) continue;
  const results: Awaited<ReturnType<typeof contest>>[] = [];
  for (const seed of seeds) {
    const result = await contest(contestant, seed, perFrame.get(seed));
    if (contestant.network === 'frames') perFrame.set(seed, result.snapshot);
    results.push(result);
  }
  if (contestant.set === 'clips' && contestant.network !== 'frames') {
    drawn.push({ name: contestant.name, snapshot: results[0]!.snapshot });
  }
  const of = (part: keyof Score) => figure(mean(results.map(({ score }) => score[part])));
  const { name } = contestant;
  const { parameters } = results[0]!;
  const seconds = mean(results.map((result) => result.seconds)).toFixed(0);
  console.log(
    `| ${name} | ${count(parameters)} | ${of('accuracy')} | ${of('kind')} | ${of('direction')} | ${seconds} |`,
  );
}

const maps = drawn.find(({ name }) => name.startsWith('ConvGRU'));
if (values.picture !== undefined && maps !== undefined) {
  writeFileSync(values.picture, await picture(await open('clips-test'), maps, drawn));
}
