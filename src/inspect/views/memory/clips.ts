import { argmax } from '../../../core/numbers.js';
import { userError } from '../../../core/errors.js';
import type { Snapshot } from '../../../core/snapshot.js';
import { placeImages, sliceClips, type Clips } from '../../../data/clips.js';
import type { Cache } from '../../../layers/layer.js';
import type { CellRef } from '../../../model/cell-name.js';
import { mapOf } from '../../../model/image-shapes.js';
import { answerClips } from '../../../sample/clips.js';
import type { InspectedClips } from '../../forward/subject.js';
import { defineView, type Inspection } from '../view.js';
import { blocks, rows, type ClipMemory, type Maps, type ShownClip } from './clips-report.js';

/** Clips that are shown unless --limit says otherwise. */
const SHOWN = 6;

/**
 * How a network sees clips: the maps of a layer of the first clips, frame by frame, and the accuracy of all clips if they
 * ended after each number of frames.
 */
export const clipMemory = defineView<ClipMemory>({
  name: 'memory',
  reads: ['clips'],
  takes: ['cell'],
  blocks,
  rows,
  async compute({ clips: read, network, question }) {
    const { clips, name, snapshot } = read!;
    const asked = unitsOf(snapshot, question.cells);
    const right = new Float64Array(clips.T ?? 1);
    const answers: ShownClip['answers'][] = [];
    for (const { clip, probabilities } of answerClips(snapshot, clips, network.backend, true)) {
      const said = probabilities.map((p) => {
        const best = argmax(p);
        return { label: snapshot.labels![best]!, probability: p[best]! };
      });
      said.forEach(({ label }, t) => (right[t]! += Number(label === labelAt(clips, clip, t))));
      if (clip < (question.limit ?? SHOWN)) answers.push(said);
      await network.pace.pause();
    }
    const mapsOf = createMapReader(network, read!, asked);
    return {
      view: 'memory',
      clips: name,
      count: clips.N,
      layer: asked.layer + 1,
      accuracy: clips.labels && Array.from(right, (count) => count / clips.N),
      shown: answers.map((said, n) => ({
        clip: n + 1,
        label: labelAt(clips, n, (clips.T ?? 1) - 1),
        answers: said,
        ...mapsOf(sliceClips(clips, n, 1)),
      })),
    };
  },
});

/** Units of a layer, both counted from 0. */
interface Units {
  readonly layer: number;
  readonly units: readonly number[];
}

/**
 * The layer and the units of --cell; all units of the last layer without it. Throws inspect/flag for a network without
 * memory or without labels, inspect/cell.
 */
function unitsOf({ model, task }: Snapshot, cells: readonly CellRef[]): Units {
  const refused = (flag: string) => userError('inspect/flag', { flag, view: 'memory of clips' });
  if (task) throw refused('--task generate');
  if (model.images!.network === 'frames') throw refused('--network frames, which has no memory,');
  const layer = cells[0]?.layer ?? model.layers;
  const wrong = cells.find((c) => c.layer !== layer || c.layer > model.layers || c.unit > model.hidden);
  if (wrong !== undefined) {
    const cell = `${wrong.layer}:${wrong.unit}`;
    throw userError('inspect/cell', { cell, layers: model.layers, units: model.hidden, states: 'h' });
  }
  const named = cells.map(({ unit }) => unit - 1);
  return { layer: layer - 1, units: named.length > 0 ? named : [...Array(model.hidden).keys()] };
}

function labelAt({ labels, perFrame, T }: Clips, clip: number, t: number): string | null {
  return labels && labels[perFrame ? clip * (T ?? 1) + t : clip]!;
}

/** Reads single clips: their frames, and h of the units of a layer. */
function createMapReader(
  { model }: Inspection['network'],
  { clips: { T: frames, S, C }, pixels, snapshot }: InspectedClips,
  { layer, units }: Units,
): (clip: Clips) => Pick<ShownClip, 'frames' | 'maps'> {
  const T = frames ?? 1;
  const x = model.createInput();
  x.forEach((_, t) => (x[t] = t));
  const h = model.layers[layer]!.caches.get('h')!;
  const images = snapshot.model.images!;
  const hasMaps = images.network === 'conv';
  const side = hasMaps ? mapOf(images).S : 1;
  return (clip) => {
    placeImages(clip, pixels);
    model.forward(x, model.createState(), { T });
    const brightness = Array.from({ length: T }, (_, t) => meanOfChannels(pixels, t, S, C));
    const maps = hasMaps
      ? units.map((unit) => ({ name: `unit ${unit + 1}`, ...mapOfUnit(h, T, side, unit) }))
      : [stateAsMap(h, T, units)];
    return { frames: { name: 'clip', side: S, frames: brightness }, maps };
  };
}

function meanOfChannels(data: ArrayLike<number>, t: number, S: number, C: number): Float32Array {
  return Float32Array.from({ length: S * S }, (_, p) => {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += data[(t * S * S + p) * C + c]!;
    return sum / C;
  });
}

/** One unit at every pixel. */
function mapOfUnit(
  { data, offset, stride }: Cache,
  T: number,
  side: number,
  unit: number,
): Omit<Maps, 'name'> {
  const P = side * side;
  const frame = (t: number) =>
    Float32Array.from({ length: P }, (_, p) => data[offset + (t * P + p) * stride + unit]!);
  return { side, frames: Array.from({ length: T }, (_, t) => frame(t)) };
}

/** The units of a layer that keeps no map, row by row in a square. */
function stateAsMap({ data, offset, stride }: Cache, T: number, units: readonly number[]): Maps {
  const side = Math.ceil(Math.sqrt(units.length));
  const frame = (t: number) =>
    Float32Array.from({ length: side * side }, (_, i) =>
      i < units.length ? data[offset + t * stride + units[i]!]! : 0,
    );
  const name = units.length === 1 ? `unit ${units[0]! + 1}` : `${units.length} units`;
  return { name, side, frames: Array.from({ length: T }, (_, t) => frame(t)) };
}
