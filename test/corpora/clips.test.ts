import { expect } from 'chai';
import { clipLabels, movingArrows } from '../../corpora/clips.js';
import { movingDigits } from '../../corpora/digits.js';
import type { Examples } from '../../corpora/examples.js';
import { divideScenes, drawnScenes, sentence } from '../../corpora/scenes.js';
import { torusShapes, ways } from '../../corpora/torus.js';

/** Clip n as one string a frame. */
function framesOf({ x }: Examples, n: number): string[] {
  const [, T, C, S] = x.shape as [number, number, number, number];
  const frame = C * S * S;
  return Array.from({ length: T }, (_, t) =>
    String(x.data.subarray((n * T + t) * frame, (n * T + t + 1) * frame)),
  );
}

/** Every clip must stand there backwards, under the label `reverse` gives; each is used once. */
function expectReversed(clips: Examples, reverse: (label: string) => string): void {
  const waiting = new Map<string, number>();
  for (let n = 0; n < clips.y.length; n++) {
    const frames = framesOf(clips, n);
    const reversed = [reverse(clips.y[n]!), ...frames.toReversed()].join('\n');
    const own = [clips.y[n]!, ...frames].join('\n');
    const partner = waiting.get(own) ?? 0;
    if (partner > 0) waiting.set(own, partner - 1);
    else waiting.set(reversed, (waiting.get(reversed) ?? 0) + 1);
  }
  expect([...waiting.values()].every((count) => count === 0)).equal(true);
}

const generators = {
  movingArrows: (seed: number) => movingArrows(60, seed),
  torusShapes: (seed: number) => torusShapes(60, seed),
  movingDigits: (seed: number) => movingDigits(60, seed, 0.8),
  drawnScenes: (seed: number) => drawnScenes(divideScenes(24, 1).seen, 60, seed),
};

for (const [name, make] of Object.entries(generators)) {
  it(`${name} gives the same examples for the same seed, and others for another`, () => {
    const examples = make(3);
    expect(make(3)).deep.equal(examples);
    expect(make(4).x.data).not.deep.equal(examples.x.data);
    expect(examples.x.data).length(examples.x.shape.reduce((product, n) => product * n));
    expect(examples.y).length(60);
  });
}

describe('movingArrows', () => {
  const clips = movingArrows(400, 1);

  it('holds every clip reversed too, byte for byte, under the other label of its pair', () => {
    expectReversed(clips, (label) => clipLabels[clipLabels.indexOf(label as never) ^ 1]!);
  });

  it('holds every label', () => {
    expect(new Set(clips.y)).deep.equal(new Set(clipLabels));
  });
});

describe('torusShapes', () => {
  it('shows shapes at every place under every label: mean images differ by noise alone', () => {
    const { x, y } = torusShapes(1000, 1);
    const [, T, , S] = x.shape as [number, number, number, number];
    const column = (label: string) => {
      const sums = new Float64Array(S);
      y.forEach((own, n) => {
        if (own !== label) return;
        for (let i = 0; i < T * S * S; i++) sums[i % S]! += x.data[n * T * S * S + i]!;
      });
      const mean = sums.reduce((a, b) => a + b) / S;
      return sums.map((sum) => sum / mean - 1);
    };
    for (const label of Object.keys(ways)) {
      for (const deviation of column(label)) expect(Math.abs(deviation)).below(0.12);
    }
  });
});

describe('movingDigits', () => {
  it('holds every clip reversed too', () => {
    const opposite: Record<string, string> = { left: 'right', right: 'left', up: 'down', down: 'up' };
    expectReversed(movingDigits(200, 1, 0.8), (label) => label.replace(/\w+$/, (way) => opposite[way]!));
  });

  it('shows other digits for the test than for training', () => {
    const seen = movingDigits(2000, 1, 0.8);
    const frames = new Set(seen.y.map((_, n) => framesOf(seen, n)[0]));
    const test = movingDigits(400, 2, -0.2);
    expect(test.y.filter((_, n) => frames.has(framesOf(test, n)[0]))).deep.equal([]);
  });
});

describe('drawnScenes', () => {
  const { seen, unseen } = divideScenes(24, 1);

  it('divides 128 kinds; every object is on either side of either relation in training', () => {
    expect(seen.length + unseen.length).equal(128);
    expect(new Set([...seen, ...unseen].map(sentence)).size).equal(128);
    const sides = (scenes: typeof seen) =>
      new Set(scenes.flatMap((s) => [`${s.relation} 1 ${s.first}`, `${s.relation} 2 ${s.second}`]));
    expect(sides(seen).size).equal(32);
  });

  it('draws only the kinds it is given', () => {
    const sentences = new Set(unseen.map(sentence));
    expect(drawnScenes(unseen, 100, 5).y.every((text) => sentences.has(text))).equal(true);
  });
});
