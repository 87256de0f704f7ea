import { expect } from 'chai';
import type { TableOrigin } from '../../src/runs/config.js';
import {
  changedFields,
  definingFields,
  describeDifference,
  differences,
  heldOutFields,
  sameExperiment,
  type Definition,
} from '../../src/runs/experiment.js';
import { passedLimits, sameLimits } from '../../src/runs/limits.js';
import { presets } from '../../src/train/presets.js';
import type { TrainOptions } from '../../src/train/options.js';

const options: TrainOptions = presets.default;
const corpus: Definition['environment']['corpus'] = {
  files: ['/a.txt'], include: [], exclude: [], encoding: 'utf8', tokens: 'chars', minCount: 1,
  characters: 1000, digest: 'bytes:1',
};
const base: Definition = { options, environment: { corpus } };
const table: TableOrigin = {
  ...({ task: 'classify', from: ['a'], to: 'b', toTokens: 'chars' } as const),
  maxLength: 9, delay: 0, reverse: false,
};

/** The definition with other options. */
const having = (changes: Partial<TrainOptions>): Definition => ({
  ...base,
  options: { ...options, ...changes },
});
/** The definition with another corpus. */
const reading = (changes: Partial<typeof corpus>): Definition => ({
  ...base,
  environment: { corpus: { ...corpus, ...changes } },
});
const same = (a: Definition, b: Definition) => sameExperiment(definingFields(a), definingFields(b));

/** Every leaf of an object with another value than it has. */
function* variations(value: object): Generator<[name: string, changed: object]> {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      for (const [name, changed] of variations(inner)) yield [`${key}.${name}`, { ...value, [key]: changed }];
    else yield [key, { ...value, [key]: typeof inner === 'boolean' ? !inner : [inner, 'another'] }];
  }
}

describe('what defines a run', () => {
  const free = ['seed', 'saveEvery', 'sampleEvery', 'milestones', 'counts'];

  it('is every option but the seed and those of saving, sampling and counting', () => {
    for (const [name, changed] of variations(options)) {
      const other = { ...base, options: changed as TrainOptions };
      expect(same(base, other), name).equal(free.includes(name));
      expect(same(other, base), name).equal(free.includes(name));
    }
  });

  it('is the text and how it is read, the table, its columns and task, and not where the files are', () => {
    const rows = reading({ table });
    for (const [name, changed] of variations(rows.environment.corpus)) {
      const other = reading(changed as Partial<typeof corpus>);
      const isPlace = ['files', 'include', 'exclude', 'characters'].includes(name);
      expect(same(rows, other), name).equal(isPlace);
    }
    expect(same(base, rows)).equal(false);
  });

  it('is the initial weights, by their digest', () => {
    const from = (digest: string, file = '/m') => ({
      ...base,
      environment: { corpus, initial: { file, digest } },
    });
    expect(same(base, from('1'))).equal(false);
    expect(same(from('1'), from('2'))).equal(false);
    expect(same(from('1'), from('1', '/copy'))).equal(true);
  });

  it('has no field for what is null or absent', () => {
    const { freeze: _, ...rest } = options as TrainOptions & { freeze?: unknown };
    expect(same(having({ freeze: null }), { ...base, options: rest as TrainOptions })).equal(true);
  });

  it('is compared but for a field, or a group of them', () => {
    const [a, b] = [base, having({ schedule: { ...options.schedule, warmup: 7 } })].map(definingFields);
    expect(differences(a!, b!, ['schedule'])).deep.equal([]);
    expect(differences(a!, b!, ['sched'])).length(1);
    expect(differences(a!, b!).map(describeDifference)).deep.equal(['schedule.warmup 0, not 7']);
  });
});

describe('what a run was tested on', () => {
  const alike = (a: Definition, b: Definition) =>
    differences(heldOutFields(a, 'test'), heldOutFields(b, 'test')).map(({ field }) => field);
  const images = { network: 'conv', size: 8, channels: 1, kernel: 3, features: 4 } as const;
  const clips = having({ model: { ...options.model, images } });

  it('is the same for other networks, rates, seeds and initial weights', () => {
    const others = [
      having({ model: { ...options.model, hidden: 9 }, lr: 1, seed: 7, seq: 3, batch: 2, epochs: 1 }),
      { ...base, environment: { corpus, initial: { file: '/m', digest: '1' } } },
    ];
    for (const other of others) expect(alike(base, other)).deep.equal([]);
  });

  it('differs with the text, the unit, and the shares that decide where it lies', () => {
    expect(alike(base, reading({ digest: 'bytes:2' }))).deep.equal(['text']);
    expect(alike(base, reading({ tokens: 'bytes' }))).deep.equal(['tokens']);
    expect(alike(base, reading({ minCount: 2 }))).deep.equal(['minCount']);
    expect(alike(base, reading({ encoding: 'latin1' }))).deep.equal(['encoding']);
    const split = { ...options.split, test: 0.3 };
    expect(alike(base, having({ split }))).deep.equal(['split.test']);
    expect(alike(base, clips)[0]).equal('material');
    expect(alike(base, reading({ table }))[0]).equal('material');
  });

  it('depends on the batch rows with streams, and on the seed for rows and clips', () => {
    const split = { ...options.split, layout: 'streams' } as const;
    expect(alike(having({ split }), having({ split, batch: 3, seq: 7 }))).deep.equal(['seq', 'batch']);
    expect(alike(clips, { ...clips, options: { ...clips.options, seed: 9 } })).deep.equal(['seed']);
    const rows = reading({ table });
    expect(alike(rows, { ...rows, options: { ...options, seed: 9 } })).deep.equal(['seed']);
  });
});

describe('a resumed run', () => {
  const progress = { step: 6, epoch: 2, window: 1, seconds: 90 };
  const limits = (changes: Partial<TrainOptions>): TrainOptions => ({
    ...options, epochs: null, steps: null, minutes: null, patience: null,
    ...changes,
  });
  const past = (has: Partial<TrainOptions>, asked: Partial<TrainOptions>) =>
    passedLimits(limits(has), limits(asked), progress).map(describeDifference);

  it('has changed where its rate has, and not where a limit was raised', () => {
    expect(changedFields(base, { ...options, epochs: 99 })).deep.equal([]);
    expect(changedFields(base, { ...options, lr: 5 }).map(describeDifference)).deep.equal([
      `lr 5, not ${options.lr}`,
    ]);
  });

  it('has changed where the schedule spans all steps and a limit was raised', () => {
    const cosine = having({ schedule: { ...options.schedule, name: 'cosine' }, steps: 5 });
    expect(changedFields(cosine, { ...cosine.options, steps: 9 }).map(({ field }) => field)).deep.equal([
      'steps',
    ]);
  });

  it('can reach a limit that lies ahead, and none that it has passed', () => {
    expect(past({ steps: 6 }, { steps: 9 })).deep.equal([]);
    expect(past({ steps: 9 }, { steps: 6 })).deep.equal([]);
    expect(past({ steps: 9 }, { steps: 5 })).deep.equal(['steps 9, not 5']);
    expect(past({ epochs: 9 }, { epochs: 3 })).deep.equal([]);
    expect(past({ epochs: 9 }, { epochs: 2 })).deep.equal(['epochs 9, not 2']);
    expect(past({ minutes: 5 }, { minutes: 2 })).deep.equal([]);
    expect(past({ minutes: 5 }, { minutes: 1 })).deep.equal(['minutes 5, not 1']);
    expect(past({ patience: 5 }, { patience: 6 })).deep.equal([]);
    expect(past({ patience: 5 }, { patience: 4 })).deep.equal(['patience 5, not 4']);
  });

  it('cannot lift a limit, or have had less patience', () => {
    expect(past({ epochs: 9 }, {})).deep.equal(['epochs 9, not unset']);
    expect(past({}, { patience: 4 })).deep.equal(['patience unset, not 4']);
    expect(passedLimits(limits({}), limits({ patience: 4 }), undefined)).deep.equal([]);
  });

  it('has the limits that are asked for only where all are equal', () => {
    expect(sameLimits(limits({ steps: 3 }), limits({ steps: 3 }))).equal(true);
    expect(sameLimits(limits({ steps: 3 }), limits({ steps: 3, patience: 2 }))).equal(false);
  });
});
