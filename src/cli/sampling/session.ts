import type { Mark, Conversation } from '../../sample/conversation.js';
import type { Draw } from '../../sample/choice.js';
import { createDecoder } from '../../text/decoder.js';
import { encodeKnown } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { CellRef } from '../../model/cell-name.js';
import { watchFor } from '../../sample/stop-texts.js';

/** Replies that can be undone. */
const MOST_UNDONE = 100;

/** A piece of a reply: what a symbol adds to the text, and its probability. */
export interface ReplyPiece {
  readonly text: string;
  readonly draw: Draw;
  /** The value of the watched cell after the symbol. */
  readonly cell: number | undefined;
}

/** What `sample --interactive` keeps between lines. */
export interface Session {
  readonly conversation: Conversation;
  readonly vocabulary: Vocabulary;
  /** The most symbols of a reply, and the texts that end one. */
  length: number;
  stops: readonly string[];
  heat: boolean;
  /** The cell whose values are shown. */
  cell: CellRef | undefined;
  /** The whole conversation, lines and replies. */
  readonly transcript: string;
  /** Reads a line and draws the reply up to a stop text. Returns how many characters of the line were unknown. */
  hear(line: string): number;
  reply(): Generator<ReplyPiece, void, void>;
  /** Undoes the last line and its reply; false when there is none. */
  undo(): boolean;
  /** Restarts the conversation; settings stay. */
  reset(): void;
}

export function createSession(
  conversation: Conversation,
  vocabulary: Vocabulary,
  settings: Pick<Session, 'length' | 'stops' | 'heat'>,
): Session {
  const beginning: Place = { mark: conversation.mark(), characters: 0 };
  let before: Place[] = [];
  let transcript = '';

  function returnTo({ mark, characters }: Place): void {
    conversation.restore(mark);
    transcript = transcript.slice(0, characters);
  }

  return {
    ...settings,
    conversation,
    vocabulary,
    cell: undefined,
    get transcript() {
      return transcript;
    },
    hear(line) {
      before = [
        ...before.slice(1 - MOST_UNDONE),
        { mark: conversation.mark(), characters: transcript.length },
      ];
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

interface Place {
  readonly mark: Mark;
  readonly characters: number;
}

/** The value of a cell after the last symbol that was read. */
function valueOf({ model }: Conversation, { layer, unit, state = 'h' }: CellRef): number {
  const { data, offset } = model.layers[layer - 1]!.caches.get(state)!;
  return data[offset + unit - 1]!;
}
