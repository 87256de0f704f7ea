import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exampleCode, exampleProse } from '../../../corpora/page-examples.js';
import { addressOf, outcomeOf, settingsFrom, type World } from '../../../src/page/lessons/lesson.js';
import { lessons } from '../../../src/page/lessons/index.js';
import { programs } from '../../../src/page/lessons/programs.js';
import { theBackend } from '../../helpers/backend.js';
import { usePlay } from '../open-page.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Keeps the outcome of the last lesson that a worker has computed. */
function keepOutcome(): void {
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener(
        'message',
        ({ data }: MessageEvent<{ type: string; frame: unknown; done: boolean }>) => {
          if (data.type === 'lesson' && data.done) Object.assign(window, { outcome: data.frame });
        },
      );
    }
  };
}

async function world(): Promise<World> {
  return {
    backend: await theBackend('wasm'),
    network: readFileSync(`${root}src/page/inside/network.safetensors`),
    prose: exampleProse().slice(0, 200_000),
    code: exampleCode(root).slice(0, 200_000),
  };
}

describe('the lessons of play.html', function () {
  const open = usePlay({ before: keepOutcome });

  const outcome = async (): Promise<unknown> => {
    const handle = await open.page.waitForFunction(
      () =>
        document.getElementById('lesson')!.getAttribute('aria-busy') === 'false' &&
        (window as { outcome?: unknown }).outcome,
      null,
      { timeout: 60_000 },
    );
    return handle.jsonValue();
  };

  async function go(address: string): Promise<void> {
    await open.page.evaluate((hash) => {
      delete (window as { outcome?: unknown }).outcome;
      document.getElementById('lesson')!.setAttribute('aria-busy', 'true');
      location.hash = hash;
    }, address);
  }

  for (const lesson of lessons) {
    it(`${lesson.name}: by its address, the numbers of Node to the last bit`, async () => {
      const query = new URLSearchParams({ lesson: lesson.name, work: '0.02' });
      await go(`#${query}`);
      const settings = settingsFrom(lesson, query);
      const expected = await outcomeOf(programs.get(lesson.name)!(settings, await world()));
      expect(await outcome()).to.deep.equal(expected);
      await open.page.waitForFunction(
        (text) => document.getElementById('lesson-outcome')!.textContent === text,
        lesson.outcome(expected, settings),
      );
    });
  }

  it('opens a lesson in the state of its address, and keeps the address with what is changed', async () => {
    const { page } = open;
    await go('#lesson=hello&step=19&place=2');
    await outcome();
    await page.waitForFunction(() =>
      /After 19 steps .*“hello”/.test(document.getElementById('lesson-outcome')!.textContent!),
    );
    expect(await page.textContent('#lesson-figure')).to.include('the letter e');
    await page.focus('#lesson-step');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => location.hash)).to.equal('#lesson=hello&step=20&place=2');
    expect(await page.textContent('#lesson-outcome')).to.match(/^After 20 steps/);
  });

  it('is gone through by the keyboard, and leads back to the page, which opens then', async () => {
    const { page } = open;
    await go('#lesson=hello');
    await outcome();
    await page.focus('#lesson-links a:nth-child(2)');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('lesson-title')!.textContent!.startsWith('2. '));
    await page.focus('#lesson-close');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.getElementById('lesson')!.hidden);
    expect(await page.isVisible('#sample-panel')).to.equal(true);
    await page.waitForFunction(() =>
      document.getElementById('network')!.textContent!.endsWith('in this page'),
    );
  });

  it('fits the width of a phone, in both color schemes', async () => {
    const { page } = open;
    await page.setViewportSize({ width: 400, height: 800 });
    for (const { name } of lessons) {
      await go(`#lesson=${name}&work=0.02`);
      await outcome();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, name).to.be.at.most(400);
    }
    const line = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.getElementById('lesson-title')!).color);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await line();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await line()).to.not.equal(light);
  });
});

describe('page/lessons/lesson', () => {
  it('has an address for every state, from which that state comes back', () => {
    for (const lesson of lessons) {
      expect(addressOf(lesson, lesson.start)).to.equal(`#lesson=${lesson.name}`);
      for (const control of lesson.controls) {
        if (control.kind === 'button') continue;
        const value = { range: 0, check: !lesson.start[control.name], text: 'a & b=c', choice: '' }[
          control.kind
        ];
        const other =
          control.kind === 'range'
            ? control.most
            : control.kind === 'choice'
              ? control.choices.at(-1)!
              : value;
        const settings = { ...lesson.start, [control.name]: other };
        const query = new URLSearchParams(addressOf(lesson, settings).slice(1));
        expect(settingsFrom(lesson, query)).to.deep.equal(settings);
      }
    }
  });

  it('takes the start for what an address has wrong', () => {
    const lesson = lessons[0]!;
    const query = new URLSearchParams('lesson=hello&step=1e9&rate=x&seed=&constructor=1');
    expect(settingsFrom(lesson, query)).to.deep.equal(lesson.start);
  });

  it('has words for everything: a claim, what to change, and what to expect', () => {
    for (const { claim, change, expect: expected, title } of lessons)
      for (const words of [claim, change, expected]) expect(words, title).to.match(/[.?!]$/);
  });
});
