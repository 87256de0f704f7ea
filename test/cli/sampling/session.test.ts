import { expect } from 'chai';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sparkline } from '../../../src/cli/sampling/interactive.js';
import { runCommand, type Talk } from '../../../src/cli/sampling/session-commands.js';
import { createSession } from '../../../src/app/sample/session.js';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import type { ModelConfig } from '../../../src/core/snapshot.js';
import { js } from '../../../src/kernels/js/index.js';
import { initialize } from '../../../src/model/initialize.js';
import { createModel } from '../../../src/model/language-model.js';
import { createConversation } from '../../../src/sample/conversation.js';
import { sample } from '../../../src/sample/sampler.js';
import { decode } from '../../../src/text/decoder.js';
import { createVocabulary } from '../../../src/text/vocabulary.js';

const vocabulary = createVocabulary({ tokens: 'chars', symbols: [...'\n abcdefgh'] });
const config: ModelConfig = {
  cell: 'lstm',
  hidden: 8,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: vocabulary.size,
};
const model = createModel(config, { kernels: js, memory: createPlainMemory(), T: 1, B: 1, training: false });
const initialization = { distribution: 'normal', scale: 0.7, zeroBiases: true, forgetBias: 1 } as const;
initialize(model.params, config, initialization, createRng(2));
model.refresh();

function open(): Talk {
  const conversation = createConversation(
    { model, exact: model },
    model.createState(),
    { temperature: 1 },
    3,
  );
  const session = createSession(conversation, vocabulary, { length: 40, stops: ['\n'] });
  return Object.assign(session, { heat: false });
}
const reply = (session: Talk) => Array.from(session.reply(), ({ text }) => text).join('');

describe('an interactive session', () => {
  it('answers a line with what the network writes after it, up to the stop text', () => {
    const session = open();
    session.hear('abba');
    const text = reply(session);
    const prime = Int32Array.from([...'abba\n'], (c) => vocabulary.idOf(c)!);
    const drawn = Array.from(
      sample(model, { prime, length: 40, temperature: 1, rng: createRng(3) }),
      ({ id }) => id,
    );
    const whole = decode(drawn, vocabulary);
    expect(text).to.equal(whole.includes('\n') ? whole.slice(0, whole.indexOf('\n') + 1) : whole);
    expect(session.transcript).to.equal(`abba\n${text}`);
  });

  it('keeps its state from line to line, and undoes a line with its reply', () => {
    const session = open();
    session.hear('abc');
    reply(session);
    const { transcript } = session;
    session.hear('dad');
    const first = reply(session);
    expect(runCommand(session, '/undo')).to.equal('the last reply is undone');
    expect(session.transcript).to.equal(transcript);
    session.hear('dad');
    expect(reply(session)).to.equal(first);
    runCommand(session, '/reset');
    session.hear('dad');
    expect(session.transcript.startsWith('dad')).to.equal(true);
    expect(reply(session)).to.not.equal(first);
    runCommand(session, '/undo');
    expect(runCommand(session, '/undo')).to.equal('nothing to undo');
  });

  it('continues a reply without a newline, and undoes that too', () => {
    const session = open();
    session.length = 5;
    session.stops = [];
    session.hear('abba');
    const first = reply(session);
    const { transcript } = session;
    session.continue();
    const second = reply(session);
    expect(session.transcript).to.equal(`abba\n${first}${second}`);
    const whole = open();
    whole.length = 10;
    whole.stops = [];
    whole.hear('abba');
    expect(first + second).to.equal(reply(whole));
    session.undo();
    expect(session.transcript).to.equal(transcript);
  });

  it('shows its commands within 80 columns', () => {
    for (const line of runCommand(open(), '/help').split('\n')) expect(line.length, line).to.be.at.most(80);
  });

  it('counts the characters that the model does not know', () => {
    expect(open().hear('aXbYc')).to.equal(2);
  });

  it('changes settings by command, and says what it cannot do', () => {
    const session = open();
    expect(runCommand(session, '/temp 0.5')).to.equal('temp is 0.5');
    runCommand(session, '/top-k 3');
    expect(session.conversation.choice).to.deep.equal({ temperature: 0.5, topK: 3 });
    runCommand(session, '/top-k 0');
    expect(session.conversation.choice.topK).to.equal(undefined);
    runCommand(session, '/stop .\\n');
    expect(session.stops).to.deep.equal(['.\n']);
    expect(runCommand(session, '/temp hot')).to.include('/temp').and.to.include('hot');
    expect(runCommand(session, '/tmep 1')).to.include('did you mean /temp?');
    expect(runCommand(session, '/help')).to.include('/clamp').and.to.include('/cell');
    expect(session.conversation.choice.temperature).to.equal(0.5);
  });

  it('the same seed draws the same reply again', () => {
    const session = open();
    const once = () => {
      runCommand(session, '/reset');
      runCommand(session, '/seed 9');
      session.hear('a');
      return reply(session);
    };
    expect(once()).to.equal(once());
  });

  it('clamps cells and shows them', () => {
    const session = open();
    expect(runCommand(session, '/clamp 2:3=0.5')).to.equal('1 unit(s) clamped');
    expect(runCommand(session, '/cell 2:3')).to.include('2:3');
    session.hear('abc');
    const values = Array.from(session.reply(), ({ cell }) => cell);
    expect(values).to.have.length.above(0);
    for (const value of values) expect(value).to.equal(0.5);
    expect(runCommand(session, '/clamp 9:1=0')).to.include('a layer from 1 to 2');
    expect(runCommand(session, '/cell 2:30')).to.include('from 1 to 8');
    expect(runCommand(session, '/clamp off')).to.equal('0 unit(s) clamped');
    runCommand(session, '/cell off');
    expect([...session.reply()][0]!.cell).to.equal(undefined);
  });

  it('saves the conversation to a new file only', () => {
    const directory = mkdtempSync(join(tmpdir(), 'char-rnn-session-'));
    try {
      const file = join(directory, 'said.txt');
      const session = open();
      session.hear('abc');
      reply(session);
      expect(runCommand(session, `/save ${file}`)).to.equal(`${file} written`);
      expect(readFileSync(file, 'utf8')).to.equal(session.transcript);
      session.hear('more');
      expect(runCommand(session, `/save ${file}`)).to.include('does not exist yet');
      expect(readFileSync(file, 'utf8')).to.not.include('more');
      expect(runCommand(session, `/save ${join(directory, 'no', 'where.txt')}`)).to.include('where.txt');
      expect(existsSync(join(directory, 'no'))).to.equal(false);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('draws the values of a cell as a line of blocks', () => {
    expect(sparkline([-1, 0, 1])).to.equal('▁▅█  -1.00 to 1.00');
    expect(sparkline([2, 2])).to.equal('▁▁  2.00 to 2.00');
  });
});
