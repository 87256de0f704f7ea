import { createRng, type Rng } from '../src/core/rng.js';
import { box, draw, toBytes, triangle, union, type Pose, type Shape } from './canvas.js';
import { collectClips, type Clip, type Examples } from './examples.js';

/** Frames of a clip, and pixels of a frame's side. */
export const [T, S] = [8, 16];

/** What happens in a clip, in pairs: played backwards, the first becomes the second. */
export const clipLabels = [
  'shift right',
  'shift left',
  'shift down',
  'shift up',
  'turn right',
  'turn left',
  'grow',
  'shrink',
] as const;

const NOISE = 0.06;
/** Standard deviation of the position from frame to frame, in pixels. */
const JITTER = 0.12;

/**
 * Clips whose label is the order of their frames: an arrow that shifts, turns, grows or shrinks. Every clip also stands
 * in the set backwards, byte for byte, under the other label of its pair. Whatever averages over frames scores both
 * alike, so it is right about the direction of exactly one of the two. `count` is even; the same seed gives the same clips.
 */
export function movingArrows(count: number, seed: number): Examples {
  const rng = createRng(seed);
  const clips: Clip[] = [];
  for (let n = 0; n < count / 2; n++) {
    const pair = 2 * rng.below(clipLabels.length / 2);
    const frames = record(pair, rng);
    clips.push({ frames, label: clipLabels[pair]! });
    clips.push({ frames: frames.toReversed(), label: clipLabels[pair + 1]! });
  }
  return collectClips(clips, S, rng);
}

/** T frames of the first motion of the pair. */
function record(pair: number, rng: Rng): Uint8Array[] {
  const arrow = arrowOf(2.2 + 1.2 * rng.uniform(), 2.6 + 1.4 * rng.uniform());
  const move = motion(pair, rng);
  return Array.from({ length: T }, (_, t) => {
    const image = new Float32Array(S * S);
    const pose = move((2 * t) / (T - 1) - 1);
    const jittered = { ...pose, x: pose.x + JITTER * rng.normal(), y: pose.y + JITTER * rng.normal() };
    draw(image, S, arrow, jittered);
    return toBytes(image, NOISE, rng);
  });
}

/** A head on a shaft: no turn below a full circle brings it back onto itself. */
function arrowOf(halfWidth: number, halfLength: number): Shape {
  const head = triangle(halfWidth, halfLength / 2);
  return union(
    (x, y) => head(x, y + halfLength / 2),
    (x, y) => box(halfWidth / 3, halfLength / 2)(x, y - halfLength / 2),
  );
}

/** The pose at time −1 … 1. */
function motion(pair: number, rng: Rng): (time: number) => Pose {
  const place = () => S / 2 + 4 * (rng.uniform() - 0.5);
  const still = {
    x: place(),
    y: place(),
    angle: 1.5 * (rng.uniform() - 0.5),
    scale: 0.9 + 0.3 * rng.uniform(),
  };
  const way = 1.1 + 0.9 * rng.uniform();
  switch (clipLabels[pair]) {
    case 'shift right':
      return (time) => ({ ...still, x: still.x + way * time });
    case 'shift down':
      return (time) => ({ ...still, y: still.y + way * time });
    case 'turn right':
      return (time) => ({ ...still, angle: still.angle + 0.4 * way * time });
    default:
      return (time) => ({ ...still, scale: still.scale * Math.exp(0.18 * way * time) });
  }
}
