import { argmax } from '../../src/core/numbers.js';
import { line } from 'd3-shape';
import type { Snapshot } from '../../src/core/snapshot.js';
import { placeImages, type Clips } from '../../src/data/clips.js';
import { answerClips } from '../../src/sample/clips.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';

/** A network and what it is called. */
export interface Named {
  readonly name: string;
  readonly snapshot: Snapshot;
}

const FRAME = 64;
const GAP = 8;
const UNITS = 4;
const CHART = { height: 220, left: 44 };
const colors = ['#1b6ca8', '#c4572b', '#2e8540', '#7a4fa3', '#8a6d00', '#444444'];

/** A clip, the feature maps of a convolutional network, and the accuracy of networks by frame. */
export async function picture(clips: Clips, maps: Named, networks: readonly Named[]): Promise<string> {
  const T = clips.T!;
  const side = FRAME + GAP;
  const images = await mapsOf(maps.snapshot, clips);
  const rows = images.map(({ label, frames, S }, row) =>
    [
      text(0, 14 + row * side + FRAME / 2, label),
      ...frames.map((frame, t) => grayscale(frame, S, CHART.left + 30 + t * side, row * side + 8)),
    ].join(''),
  );
  const top = rows.length * side + 40;
  const curves = await Promise.all(networks.map(({ snapshot }) => accuracyByFrame(snapshot, clips)));
  const x = (t: number) => CHART.left + 30 + t * side + FRAME / 2;
  const y = (share: number) => top + CHART.height * (1 - share);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path d="M${CHART.left + 30} ${y(share)}H${x(T - 1) + FRAME / 2}" stroke="#ddd"/>${text(CHART.left, y(share) + 4, share.toFixed(2))}`,
  );
  const drawn = curves.map((curve, i) => {
    const path = line<number>((_, t) => x(t), (share) => y(share)); // prettier-ignore
    const name = text(x(T - 1) + FRAME / 2 + 8, top + 14 + 18 * i, networks[i]!.name, colors[i]);
    return `<path d="${path(curve)}" fill="none" stroke="${colors[i]}" stroke-width="2"/>${name}`;
  });
  const steps = Array.from({ length: T }, (_, t) => text(x(t) - 4, top + CHART.height + 18, String(t + 1)));
  const caption = text(CHART.left + 30, top - 12, 'accuracy after so many frames');
  const width = x(T - 1) + FRAME + 220;
  const height = top + CHART.height + 30;
  const parts = [...rows, caption, ...ticks, ...drawn, ...steps].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${parts}
</svg>
`;
}

/** Accuracy of a network if the clips ended after 1 ... T frames. */
async function accuracyByFrame(snapshot: Snapshot, clips: Clips): Promise<number[]> {
  const right = new Array<number>(clips.T!).fill(0);
  for (const { clip, probabilities } of answerClips(snapshot, clips, await chooseBackend(), true)) {
    probabilities.forEach((p, t) => {
      if (snapshot.labels![argmax(p)] === clips.labels![clip]) right[t]!++;
    });
  }
  return right.map((count) => count / clips.N);
}

/** The first clip's frames, and the maps h of the first units of the first layer, each scaled to 0 ... 1. */
async function mapsOf(snapshot: Snapshot, clips: Clips) {
  const T = clips.T!;
  const backend = await chooseBackend();
  const size = clips.S ** 2 * clips.C;
  const data = backend.memory.floats(T * size);
  placeImages({ ...clips, N: 1, pixels: clips.pixels.subarray(0, T * size) }, data);
  const model = modelFromSnapshot(snapshot, { ...backend, T, B: 1, training: false, indexed: { data } });
  const x = model.createInput();
  x.forEach((_, t) => (x[t] = t));
  model.forward(x, model.createState(), { T });
  const { data: h, offset, stride } = model.layers[0]!.caches.get('h')!;
  const S = clips.S / 2;
  const steps = Array.from({ length: T }, (_, t) => t);
  const unit = (j: number) => ({
    label: `unit ${j + 1}`,
    S,
    frames: steps.map((t) =>
      Float32Array.from({ length: S * S }, (_, p) => (h[offset + (t * S * S + p) * stride + j]! + 1) / 2),
    ),
  });
  const frames = steps.map((t) => Float32Array.from(data.subarray(t * size, (t + 1) * size)));
  return [
    { label: clips.labels![0]!, S: clips.S, frames },
    ...Array.from({ length: UNITS }, (_, j) => unit(j)),
  ];
}

/** An image of S×S numbers between 0 and 1 as squares, those of the same of 16 grays in one path. */
function grayscale(image: Float32Array, S: number, left: number, top: number): string {
  const paths = new Map<number, string>();
  image.forEach((value, i) => {
    const gray = Math.min(15, Math.floor(16 * Math.max(0, value)));
    paths.set(gray, `${paths.get(gray) ?? ''}M${i % S} ${Math.floor(i / S)}h1v1h-1z`);
  });
  const squares = Array.from(paths, ([gray, path]) => {
    const hex = gray.toString(16);
    return `<path d="${path}" fill="#${hex}${hex}${hex}"/>`;
  });
  return `<g transform="translate(${left} ${top}) scale(${FRAME / S})" shape-rendering="crispEdges">${squares.join('')}</g>`;
}

function text(x: number, y: number, words: string, color = '#222'): string {
  return `<text x="${x}" y="${y}" fill="${color}">${words}</text>`;
}
