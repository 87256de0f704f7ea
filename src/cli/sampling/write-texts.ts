import type { ChalkInstance } from 'chalk';
import type { EndEvent, Piece, PrimePiece, RankedEvent, TextPlace } from '../../app/sample/events.js';
import { sample } from '../../app/sample/sample.js';
import type { ModelFile } from '../../app/model.js';
import type { SampleRequest } from '../../app/sample/request.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import type { SampleValues } from '../options/sample.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { gather } from '../terminal/gather.js';
import { createHeat } from './heat.js';

/** The likeliest symbols of a JSON line. */
const ALTERNATIVES = 5;

type Shown = Pick<
  SampleValues,
  'json' | 'jsonl' | 'heat' | 'raw' | 'null' | 'hidePrime' | 'count' | 'bestOf' | 'beam'
>;

/** `sample` of a text model: writes texts as they are drawn. */
export async function writeTexts(
  asked: SampleRequest & { readonly model: ModelFile },
  values: Shown,
  console: Console,
): Promise<void> {
  const { out, err } = console;
  const { tokens } = asked.model.snapshot.vocabulary;
  const format = formatOf(values, tokens, console);
  const stream = gather(out);
  const progress = openProgress(console);
  const request = {
    ...asked,
    wholePrime: showsWhole(values),
    alternatives: values.jsonl ? ALTERNATIVES : 0,
    watch: progress,
  };
  if (values.heat) await err.write(`${createHeat(console.outChalk).legend}\n`);
  let place: TextPlace | undefined;
  for await (const event of sample(request)) {
    if (event.type === 'note') await err.write(`${sanitizeLine(event.text)}\n`);
    else if (event.type === 'ranked') {
      await stream.flush();
      await err.write(`${scoreLine(event)}\n`);
    } else progress.end();
    if (event.type === 'prime' && !values.hidePrime) await stream.write(format.prime(event.piece));
    if (event.type === 'begin') {
      place = event.place;
      if (!values.hidePrime) await stream.write(format.prime(event.prime));
    } else if (event.type === 'drawn') {
      for (const piece of event.pieces) await stream.write(format.piece(piece, place!));
    } else if (event.type === 'end') {
      await stream.write(format.end(event.rest));
      await stream.write(format.separator(event));
    }
    if (out.closed) break;
  }
  await stream.flush();
}

/** Whether a prime is shown more than once, or as one field of JSON: then it must be in memory. */
export function showsWhole({
  json,
  hidePrime,
  count,
  bestOf,
  beam,
}: Pick<Shown, 'json' | 'hidePrime' | 'count' | 'bestOf' | 'beam'>): boolean {
  const isRepeated = count > 1 || bestOf !== undefined || beam !== undefined;
  return json || (isRepeated && !hidePrime);
}

/** Turns what is drawn into what is written: text, bytes, colored text or JSON lines. */
interface Format {
  prime(piece: PrimePiece): string | Uint8Array;
  piece(piece: Piece, place: TextPlace): string | Uint8Array;
  /** After the last piece: a character that was left incomplete. */
  end(rest: string): string;
  /** What divides a text from the next. */
  separator(end: EndEvent): string;
}

/** On a terminal control characters are shown, unless --raw; into a pipe bytes are written unchanged. */
function formatOf(values: Shown, tokens: 'chars' | 'bytes', { out, outChalk }: Console): Format {
  const show = out.isTTY && !values.raw ? sanitize : (text: string) => text;
  if (values.json) return jsonFormat;
  if (values.jsonl) return symbolFormat;
  const separator = separatorOf(values, out.isTTY ? outChalk : undefined);
  if (values.heat) return { ...heatFormat(outChalk, show), separator };
  const isBytes = tokens === 'bytes' && (!out.isTTY || values.raw);
  return { ...(isBytes ? byteFormat : textFormat(show)), separator };
}

type PlainFormat = Omit<Format, 'separator'>;

const textFormat = (show: (text: string) => string): PlainFormat => ({
  prime: ({ text }) => show(text),
  piece: ({ text }) => show(text),
  end: show,
});

/** The exact bytes of a model of bytes, for pipes. */
const byteFormat: PlainFormat = {
  prime: ({ text, ids }) => (text === '' ? '' : Uint8Array.from(ids)),
  piece: ({ ids }) => Uint8Array.from(ids),
  end: () => '',
};

/** Shows the surprise of each character, −log2 p; see heat.ts. */
function heatFormat(chalk: ChalkInstance, show: (text: string) => string): PlainFormat {
  const heat = createHeat(chalk);
  return {
    prime: ({ text }) => chalk.dim(show(text)),
    piece: ({ text, logprob }) => heat.paint(show(text), -logprob / Math.LN2),
    end: (rest) => heat.end() + show(rest),
  };
}

/** A newline, a line `---` on a terminal, NUL with -0. */
function separatorOf(values: Shown, terminal: ChalkInstance | undefined): Format['separator'] {
  return ({ text, prime, place, more }) => {
    if (values.null) return '\0';
    const last = text.at(-1) ?? (values.hidePrime ? undefined : prime.text.at(-1));
    const newline = (!place.only || terminal) && last !== '\n' ? '\n' : '';
    return more && terminal ? `${newline}${terminal.dim('---')}\n` : newline;
  };
}

/** A JSON line per text. */
const jsonFormat: Format = {
  prime: () => '',
  piece: () => '',
  end: () => '',
  separator: ({ place, prime, text, loss }) =>
    `${JSON.stringify({ sample: place.number, prime: prime.text, text, loss })}\n`,
};

/** A JSON line per symbol: { char, logprob, entropy, top: [[char, p], ...] }, with `sample` when there are several. */
const symbolFormat: Format = {
  ...jsonFormat,
  separator: () => '',
  piece({ symbol, logprob, entropy, top = [] }, { index, only }) {
    const likeliest = top.map(([char, p]) => [char, +p.toPrecision(6)]);
    const line = { ...(!only && { sample: index + 1 }), char: symbol, logprob, entropy, top: likeliest };
    return `${JSON.stringify(line)}\n`;
  },
};

/**
 * What `--best-of` and `--beam` report: `kept 1 of 8 samples: -1.132 nats per character; the others -1.180 to -1.412`.
 */
export function scoreLine({ losses, kept, what, unit }: Omit<RankedEvent, 'type'>): string {
  const shown = losses.map((loss) => (-loss).toFixed(3));
  const line = `kept ${kept} of ${losses.length} ${what}: ${shown.slice(0, kept).join(', ')} nats per ${unit}`;
  const others = shown.slice(kept);
  if (others.length === 0) return line;
  const range = others.length === 1 ? others[0]! : `${others[0]!} to ${others.at(-1)!}`;
  return `${line}; the others ${range}`;
}
