import { argmax } from '../../core/numbers.js';
import type { Snapshot } from '../../core/snapshot.js';
import { placeImages, sliceClips, type Clips } from '../../data/clips.js';
import { answerClips } from '../../sample/clips.js';
import type { Backend } from '../../kernels/index.js';
import type { Cache } from '../../layers/layer.js';
import { mapOf } from '../../model/image-shapes.js';
import { modelFromSnapshot } from '../../model/language-model.js';
import type { ClipMemory, Maps, ShownClip } from './report.js';

/** What is shown: the first `limit` clips, and these units of a layer, all counted from 0. */
export interface ClipQuestion {
  readonly layer: number;
  readonly units: readonly number[];
  readonly limit: number;
}

type Compute = Pick<Backend, 'kernels' | 'memory'>;

/**
 * Reads all clips for the accuracy by frame, and the first of them for their maps. It may be stopped between two
 * batches.
 */
export async function inspectClips(
  snapshot: Snapshot,
  clips: Clips,
  file: string,
  question: ClipQuestion,
  backend: Compute,
  pause: () => Promise<void>,
): Promise<ClipMemory> {
  const right = new Float64Array(clips.T ?? 1);
  const answers: ShownClip['answers'][] = [];
  for (const { clip, probabilities } of answerClips(snapshot, clips, backend, true)) {
    const said = probabilities.map((p) => {
      const best = argmax(p);
      return { label: snapshot.labels![best]!, probability: p[best]! };
    });
    said.forEach(({ label }, t) => (right[t]! += Number(label === labelAt(clips, clip, t))));
    if (clip < question.limit) answers.push(said);
    if (clip % 50 === 0) await pause();
  }
  const mapsOf = createMapReader(snapshot, clips, question, backend);
  return {
    ...{ view: 'memory', clips: file, count: clips.N, layer: question.layer + 1 },
    accuracy: clips.labels && Array.from(right, (count) => count / clips.N),
    shown: answers.map((said, n) => ({
      ...{ clip: n + 1, label: labelAt(clips, n, (clips.T ?? 1) - 1), answers: said },
      ...mapsOf(sliceClips(clips, n, 1)),
    })),
  };
}

function labelAt({ labels, perFrame, T }: Clips, clip: number, t: number): string | null {
  return labels && labels[perFrame ? clip * (T ?? 1) + t : clip]!;
}

/** Reads single clips: their frames, and h of a layer. */
function createMapReader(
  snapshot: Snapshot,
  { T: frames, S, C }: Clips,
  { layer, units }: ClipQuestion,
  { kernels, memory }: Compute,
): (clip: Clips) => Pick<ShownClip, 'frames' | 'maps'> {
  const T = frames ?? 1;
  const data = memory.floats(T * S * S * C);
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B: 1, training: false, indexed: { data } });
  const x = model.createInput();
  x.forEach((_, t) => (x[t] = t));
  const h = model.layers[layer]!.caches.get('h')!;
  const { network } = snapshot.model.images!;
  const side = network === 'conv' ? mapOf(snapshot.model.images!).S : 1;
  return (clip) => {
    placeImages(clip, data);
    model.forward(x, model.createState(), { T });
    const brightness = Array.from({ length: T }, (_, t) => meanOfChannels(data, t, S, C));
    const maps =
      network === 'conv'
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
