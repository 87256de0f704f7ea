import type { Wording } from './wording.js';

/** Exit code 3: a corpus or another input text cannot be used. */
export const text = {
  'corpus/missing': { message: '{file} does not exist', hint: 'check the path' },
  'corpus/empty': { message: '{file} is empty', hint: 'the text needs at least two characters' },
  'corpus/lines': {
    message: '{file} has fewer than two lines, so none can be held out',
    hint: 'omit --lines if the text is one piece',
  },
  'corpus/short': {
    message: '{file} contains a single character',
    hint: 'the text needs at least two characters',
  },
  'corpus/one-symbol': {
    message: '{file} contains no character other than {character}',
    hint: 'the text needs at least two different characters',
  },
  'corpus/symbols': {
    message: '{file} contains {count} different characters; the limit is {most}',
    hint: 'raise --min-count or use --tokens bytes',
  },
  'corpus/no-match': {
    message: 'no file in {directory} matches {include}',
    hint: 'check the path, --include and --exclude',
  },
  'corpus/undecodable': {
    message: '{file} is not valid {encoding}: byte {offset} is {byte}',
    hint: '{instead}, read its bytes (train --tokens bytes), or skip the file (--exclude GLOB)',
  },
  'corpus/encoding': {
    message: '{file} is not {encoding} text: {looks}',
    hint: '{instead}',
  },
  'corpus/gzip': {
    message: '{file} is not a complete gzip file ({code})',
    hint: 'compress the text again, or pass it uncompressed',
  },
  'corpus/too-large': {
    message: '{file} decompresses to more than {bytes} bytes',
    hint: 'if that is expected, decompress it and pass the result',
  },
  'corpus/no-text': {
    message: 'no file in {directory} can be read as text ({file}: {why})',
    hint: 'use another --encoding (utf8, latin1, windows-1252, utf16le, utf16be) or train --tokens bytes',
  },
  'corpus/endless': {
    message: '{file} is a device that returns more than {bytes} bytes',
    hint: 'copy the part you need to a file',
  },
  'corpus/foreign': {
    message: '{file} contains {unknown} character(s) unknown to the model and hardly any known ones',
    hint: 'use a text in the alphabet the model was trained on',
  },
  'corpus/unknown': {
    message: '{file}, line {line}: {character} is not among the {size} characters of the vocabulary',
    hint: 'use a text in the alphabet the model was trained on',
  },
  'text/too-long': {
    message: '{file} has more than {limit} characters',
    hint: '{instead}',
  },
  'lines/few': {
    message: 'found {found} of {wanted} lines; {tries} more draws gave no other',
    hint: 'ask for fewer, or relax --prefix, --only, --forbid, --min-length, --unique or --new; a higher --temp varies more',
  },
  'text/unknown': {
    message: 'character {position}, {character}, is not among the {size} characters the model knows',
    hint: '{instead}, or pass --skip-unknown',
  },
  'inspect/short': {
    message: '{name} has {characters} {what} known to the model; this view needs at least {least}',
    hint: 'use a longer text or table',
  },
  'pairs/context': {
    message: '{file} has an empty context, and the model knows no line break to begin with',
    hint: 'begin each pair with a text',
  },
  'pairs/character': {
    message: '{file}: the model does not know {character}, which is in pair {pair}',
    hint: 'remove the pair, or replace the character',
  },
  'inspect/constant': {
    message: '{name}: {features} never varies, so no formula can use it',
    hint: 'choose another --feature or a longer text',
  },
  'inspect/decisions': {
    message: 'feature {feature} never ends in {name}, so its ablation has no place to measure',
    hint: 'choose another --feature or a longer text',
  },
  'labels/length': {
    message: '{file} has {rows} rows of labels for {characters} characters of text',
    hint: 'write a header line, then one row per character (up to --limit)',
  },
  'labels/number': {
    message: '{file}, row {row}, column {column}: {value} is not a number',
    hint: 'every label is a number',
  },
  'npz/archive': {
    message: '{file} is not an .npz archive: {why}',
    hint: 'write it with numpy.savez or numpy.savez_compressed',
  },
  'npz/size': { message: '{file} unpacks to more than {limit} bytes', hint: 'divide it into several files' },
  'npz/array': { message: '{file}: array {array} cannot be read: {why}', hint: '{hint}' },
  'clips/missing': {
    message: '{file} has no array x; it has {known}',
    hint: 'write it with numpy.savez(file, x=clips, y=labels)',
  },
  'clips/shape': {
    message: '{file}: x has the shape {shape}',
    hint: 'clips are [N, T, C, S, S], images [N, C, S, S]; no side may be 0',
  },
  'clips/type': {
    message: '{file}: x contains neither bytes nor floats',
    hint: 'save x as uint8 or float32',
  },
  'clips/pixel': {
    message: '{file}: pixel {place} of x[{clip}] is {value}',
    hint: 'pixels must be finite',
  },
  'clips/labels': {
    message: '{file}: x has the shape {clips}, y {labels}',
    hint: 'y has one label per clip, [N], or one per frame, [N, T]',
  },
  'clips/label': {
    message: '{file}: {label} is not a valid label',
    hint: 'labels are texts, or whole numbers from 0',
  },
  'clips/gap': {
    message: '{file}: no label is {missing}, though labels go up to {largest}',
    hint: 'number the classes 0, 1, 2, ... without gaps, or save texts',
  },
  'clips/size': {
    message: '{file}: frames of {size} pixels cannot be pooled',
    hint: 'this network needs a side divisible by {divisor}',
  },
  'clips/unlabeled': { message: '{file} has no array y', hint: 'save a label for each clip as y' },
  'clips/images': {
    message: '{file} contains clips of {frames} frames',
    hint: 'captions are written for images, x [N, C, S, S]',
  },
  'clips/captions': {
    message: '{file} contains {images} image(s), {table} {rows} caption(s)',
    hint: 'write a row for each image, in the same order',
  },
  'clips/one-label': {
    message: '{file}: every label is {label}',
    hint: 'there must be at least two different labels',
  },
  'clips/unknown': {
    message: '{file}: clip {clip} has the label {label}, which the model does not know',
    hint: 'use clips with the labels of training',
  },
  'clips/fit': { message: '{file} has {has}', hint: 'the model reads {wanted}' },
  'data/changed': {
    message: '{file} is not, or no longer, what {run} was trained on',
    hint: '{hint}',
  },
  'data/gone': { message: '{file}, which {run} was trained on, no longer exists', hint: '{hint}' },
  'data/unknown': {
    message: 'what {run} was trained on is not known: it was exported without its training',
    hint: '{hint}',
  },
  'data/no-part': { message: '{run} was trained without a {part} part', hint: '{hint}' },
  'data/streams': {
    message: '{name} was divided by --split streams, so its {part} part is not contiguous',
    hint: 'name a text that was not trained on',
  },
  'data/stdin': {
    message: '{run} was trained on standard input, which cannot be read again',
    hint: '{hint}',
  },
} as const satisfies Record<string, Wording>;
