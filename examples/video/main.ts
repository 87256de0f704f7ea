/**
 * Recurrent convolution, CNN + LSTM and captions (docs/video.md): `npm run video` trains and tests every network of the
 * table with one seed, `npm run video -- --seeds 3` prints means.
 *
 *     --only NAME           the rows whose names begin so
 *     --threads N           all cores unless given
 *     --out DIR             finished runs, which are not trained again (runs/video)
 *     --picture FILE.svg    a clip, maps of a ConvGRU, and the accuracy of each network on clips by frame
 */
import { availableParallelism } from 'node:os';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countParams, layoutParams } from '../../src/core/params.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Clips } from '../../src/data/clips.js';
import { readClips } from '../../src/material/images/clips.js';
import { chooseBackend, type Backend } from '../../src/kernels/index.js';
import { modelShapes } from '../../src/model/shapes.js';
import { classesOf, clipData } from '../../src/tasks/clips.js';
import { captioners, captionRun, captionScores, type Captioner } from './captions.js';
import { contestants, modelOf, optionsOf, SOURCE_OF_CNN, type Contestant } from './networks.js';
import { picture } from './picture.js';
import { answersOf, trainOn, type Run } from './run.js';
import { score } from './score.js';
import { openStore } from './store.js';
import { table } from './table.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    threads: { type: 'string', default: `${availableParallelism()}` },
    out: { type: 'string', default: 'runs/video' },
    picture: { type: 'string' },
  },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const threads = Number(values.threads);
const store = openStore(values.out);

const open = async (name: string): Promise<Clips> =>
  (await readClips(fileURLToPath(new URL(`../../../corpora/${name}.npz`, import.meta.url)))).clips;

/** A row of a table with one seed: what is trained, and how its network is tested. */
interface Trial {
  readonly name: string;
  readonly epochs: number;
  run(seed: number, backend: Backend): Promise<Run>;
  test(snapshot: Snapshot): Promise<Readonly<Record<string, number>>>;
}

/** A network that labels clips; it may be initialized with the CNN of the per-frame network of the same seed. */
const clipTrial = (contestant: Contestant): Trial => ({
  ...contestant,
  async run(seed, { memory }) {
    const clips = await open(contestant.set);
    const labels = classesOf(clips);
    const options = optionsOf(contestant, modelOf(contestant, { ...clips, classes: labels.length }), seed);
    const cnn = contestant.cnn && store.network(SOURCE_OF_CNN, seed);
    return { options, labels, data: clipData(clips, labels, options, memory), cnn };
  },
  async test(snapshot) {
    const clips = await open(`${contestant.set}-test`);
    return { ...score(clips.labels!, await answersOf(snapshot, clips)) };
  },
});

const captionTrial = (captioner: Captioner): Trial => ({
  ...captioner,
  run: async (seed, backend) => captionRun(captioner, await open('scenes'), seed, backend),
  test: async (snapshot) => captionScores(snapshot, await open('scenes-test'), await open('scenes-unseen')),
});

async function perform(trial: Trial, seed: number): Promise<void> {
  const { name, epochs } = trial;
  if (store.find({ name, epochs, seed })) return;
  process.stderr.write(`${name}, seed ${seed}\n`);
  const backend = await chooseBackend();
  const { snapshot, ...times } = await trainOn(await trial.run(seed, backend), backend, threads);
  const parameters = countParams(layoutParams(modelShapes(snapshot.model)));
  const scores = await trial.test(snapshot);
  store.add({ name, seed, epochs, parameters, scores, ...times, backend: backend.name, threads }, snapshot);
}

const wanted = ({ name }: Trial) => name.startsWith(values.only) || name === SOURCE_OF_CNN;
const trials = {
  clips: contestants.map(clipTrial).filter(wanted),
  captions: captioners.map(captionTrial).filter(({ name }) => name.startsWith(values.only)),
};
for (const [kind, rows] of Object.entries(trials) as [keyof typeof trials, Trial[]][]) {
  for (const trial of rows) for (const seed of seeds) await perform(trial, seed);
  const results = rows.flatMap(({ name, epochs }) =>
    seeds.map((seed) => store.find({ name, epochs, seed })!),
  );
  if (results.length > 0) console.log(`${table(kind, results)}\n`);
}

if (values.picture !== undefined) {
  const names = contestants.filter(({ set, network }) => set === 'clips' && network !== 'frames');
  const drawn = names.map(({ name }) => ({ name, snapshot: store.network(name, 1) }));
  const maps = drawn.find(({ name }) => name.startsWith('ConvGRU'))!;
  writeFileSync(values.picture, await picture(await open('clips-test'), maps, drawn));
}
