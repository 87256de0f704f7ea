import { randomInt } from 'node:crypto';
import { unwatched } from '../../core/watch.js';
import { cellNamed } from '../../layers/cells.js';
import { openSource, textOf } from '../../material/text/read-text.js';
import type { CellRef } from '../../model/cell-name.js';
import { carriedState } from '../../model/language-model.js';
import type { Draw } from '../../sample/choice.js';
import { createConversation, readAll, type Conversation, type Mark } from '../../sample/conversation.js';
import { watchFor } from '../../sample/stop-texts.js';
import { createDecoder } from '../../text/decoder.js';
import type { Encoding } from '../../text/encodings.js';
import { encodeKnown } from '../../text/tokens.js';
import { linesOf } from '../../text/lines.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { readPrimes } from './primes.js';
import type { PrimeFields, WritingFields } from './request.js';
import { noteSkipped } from './sample.js';
import { openWritingModel } from './writing-model.js';

/** Replies that can be undone. */
const MOST_UNDONE = 100;

/** A piece of a reply: what a symbol adds to the text, and its probability. */
export interface ReplyPiece {
  readonly text: string;
  readonly draw: Draw;
  /** The value of the watched cell after the symbol. */
  readonly cell: number | undefined;
}

/** A network that answers lines, its state carried from one to the next. */
export interface Session {
  readonly conversation: Conversation;
  readonly vocabulary: Vocabulary;
  /** The most symbols of a reply, and the texts that end one. */
  length: number;
  stops: readonly string[];
  /** The state of a cell that is shown where none is said: c where there is one, else h. */
  readonly usualState: string;
  /** The cell whose values come with a reply. */
  cell: CellRef | undefined;
  /** The whole conversation, lines and replies. */
  readonly transcript: string;
  /** Reads a line and draws the reply up to a stop text. Returns how many characters of the line were unknown. */
  hear(line: string): number;
  /** What follows continues the last reply, with no line before it; undo() takes it back. */
  continue(): void;
  reply(): Generator<ReplyPiece, void, void>;
  /** Undoes the last line and its reply; false when there is none. */
  undo(): boolean;
  /** Restarts the conversation; settings stay. */
  reset(): void;
}

/** A conversation: what is read before it. Without stop texts a newline ends its replies. */
export interface SessionRequest extends WritingFields, PrimeFields {
  /** The most symbols of a reply; default 400. */
  readonly length?: number | undefined;
}

export interface OpenedSession {
  readonly session: Session;
  /** Remarks, a line each. */
  readonly notes: readonly string[];
  /** Of lines from a pipe. */
  readonly encoding: Encoding | undefined;
}

/** Opens a model to talk with, and has it read the prime. Throws text/* for the prime, usage/value for a clamp. */
export async function openSession(request: SessionRequest): Promise<OpenedSession> {
  const { seed = randomInt(2 ** 32), length = 400, stop = [], watch = unwatched } = request;
  const writing = await openWritingModel(request);
  const { sampling, snapshot, vocabulary, clamps, encoding } = writing;
  const [prime] = await readPrimes({ ...request, wholePrime: true }, writing, watch);
  const models = { model: sampling.createModel(1), exact: sampling.createModel(1, true) };
  const conversation = createConversation(models, carriedState(snapshot, models.model), writing.choice, seed);
  conversation.clamps = clamps;
  readAll(conversation, prime!.ids);
  const skipped = Array.from(noteSkipped(prime!.skipped), ({ text }) => text);
  return {
    session: createSession(conversation, vocabulary, { length, stops: stop.length > 0 ? stop : ['\n'] }),
    notes: [...writing.notes, ...skipped],
    encoding: request.encoding ?? encoding,
  };
}

/** Lines as they come from stdin, some at a time. */
export async function* linesOfStdin(
  encoding: Encoding | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, void> {
  yield* linesOf(textOf(await openSource('-', {}), { encoding, signal }));
}

export function createSession(
  conversation: Conversation,
  vocabulary: Vocabulary,
  settings: Pick<Session, 'length' | 'stops'>,
): Session {
  const beginning: Moment = { mark: conversation.mark(), characters: 0 };
  let before: Moment[] = [];
  let transcript = '';

  function returnTo({ mark, characters }: Moment): void {
    conversation.restore(mark);
    transcript = transcript.slice(0, characters);
  }

  const remember = () => {
    before = [...before.slice(1 - MOST_UNDONE), { mark: conversation.mark(), characters: transcript.length }];
  };

  return {
    ...settings,
    conversation,
    vocabulary,
    usualState: cellNamed(conversation.model.config.cell).states.at(-1)!,
    cell: undefined,
    get transcript() {
      return transcript;
    },
    continue: remember,
    hear(line) {
      remember();
      const { ids, unknown } = encodeKnown(`${line}\n`, vocabulary);
      for (const id of ids) conversation.read(id);
      transcript += `${line}\n`;
      return vocabulary.idOf('\n') === undefined && vocabulary.tokens === 'chars' ? unknown - 1 : unknown;
    },
    *reply() {
      const watch = watchFor(this.stops);
      const decoder = createDecoder(vocabulary);
      for (let n = 0; n < this.length; n++) {
        const draw = conversation.draw();
        const { text, ended } = watch(decoder.write(draw.id));
        conversation.read(draw.id);
        transcript += text;
        yield { text, draw, cell: this.cell && valueOf(conversation, this.cell) };
        if (ended) return;
      }
      const text = decoder.end();
      transcript += text;
    },
    undo() {
      const last = before.pop();
      if (last) returnTo(last);
      return last !== undefined;
    },
    reset() {
      before = [];
      returnTo(beginning);
    },
  };
}

/** A moment of a conversation to return to. */
interface Moment {
  readonly mark: Mark;
  readonly characters: number;
}

/** The value of a cell after the last symbol that was read. */
function valueOf({ model }: Conversation, { layer, unit, state = 'h' }: CellRef): number {
  const { data, offset } = model.layers[layer - 1]!.caches.get(state)!;
  return data[offset + unit - 1]!;
}
