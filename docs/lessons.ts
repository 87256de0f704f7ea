import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { exampleCode, exampleProse } from '../corpora/page-examples.js';
import { chooseBackend } from '../src/kernels/index.js';
import { markupOf, type Drawn } from '../src/page/lessons/drawn.js';
import { lessons } from '../src/page/lessons/index.js';
import { outcomeOf, type Lesson, type World } from '../src/page/lessons/lesson.js';
import { programs } from '../src/page/lessons/programs.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = 'docs/pictures/lessons';

/** The colors of the page's figures, in both schemes. */
const STYLE = `text{font:12px system-ui,sans-serif}.line{fill:none;stroke-width:2}.dashed{stroke-width:1;stroke-dasharray:4 3}.grid{stroke:#d9dce2;fill:none}.mark{fill:#5d626d}
${styleOf(['#1f5fbf', '#d9480f', '#2b8a3e', '#862e9c', '#0b7285', '#6b7280'])}
@media(prefers-color-scheme:dark){.grid{stroke:#363b45}.mark{fill:#a2a8b4}${styleOf(['#7fb0ff', '#ffa94d', '#69db7c', '#da77f2', '#66d9e8', '#a2a8b4'])}}`;

function styleOf(colors: readonly string[]): string {
  return colors.map((color, i) => `.line-${i}{stroke:${color}}.fill-${i}{fill:${color}}`).join('');
}

/**
 * docs/lessons.md and its pictures: every lesson as it begins, computed as the page computes it, `npm run docs --
 * --lessons`. Charts become SVG files, tables and texts Markdown.
 */
export async function drawLessons(): Promise<void> {
  mkdirSync(root + pictures, { recursive: true });
  const world: World = {
    backend: await chooseBackend('wasm'),
    network: readFileSync(`${root}src/page/inside/network.safetensors`),
    prose: exampleProse().slice(0, 200_000),
    code: exampleCode(root).slice(0, 200_000),
  };
  const parts = [readFileSync(`${root}docs/lessons-head.md`, 'utf8')];
  for (const [i, lesson] of lessons.entries()) {
    console.error(`lesson ${lesson.name}`);
    parts.push(await describe(lesson, i + 1, world));
  }
  const markdown = await format(parts.join('\n'), {
    parser: 'markdown',
    printWidth: 120,
    proseWrap: 'always',
  });
  writeFileSync(`${root}docs/lessons.md`, markdown);
}

async function describe(lesson: Lesson, number: number, world: World): Promise<string> {
  const { name, title, claim, change, expect, command, start } = lesson;
  const frame = await outcomeOf(programs.get(name)!(start, world));
  const figures = lesson.figure(frame, start).map((drawn, i) => {
    if (drawn.tag !== 'svg') return markdownOf(drawn);
    const file = `${name}-${i + 1}.svg`;
    writeFileSync(`${root}${pictures}/${file}`, standalone(drawn));
    return `![${String(drawn.attributes['aria-label'])}](pictures/lessons/${file})`;
  });
  return [
    `## ${number}. ${title}`,
    `\`#lesson=${name}\``,
    claim,
    `**${lesson.outcome(frame, start)}**`,
    ...figures,
    `**Change:** ${change}`,
    `**Expect:** ${expect}`,
    command === null ? 'The command line has no way to these numbers.' : `    ${command}`,
    '',
  ].join('\n\n');
}

/** A chart as a file of its own. */
function standalone({ tag, attributes, content }: Drawn): string {
  const [, , width, height] = String(attributes['viewBox']).split(' ') as [string, string, string, string];
  const sized = { xmlns: 'http://www.w3.org/2000/svg', width, height, ...attributes };
  return markupOf({
    tag,
    attributes: sized,
    content: [{ tag: 'style', attributes: {}, content: [STYLE] }, ...content],
  });
}

/** A table, a text or a heading of a figure. */
function markdownOf(drawn: Drawn): string {
  const rows = all(drawn, 'tr');
  if (drawn.tag === 'table') return tableOf(rows);
  if (drawn.tag === 'pre') return `\`\`\`\n${textOf(drawn)}\n\`\`\``;
  const blocks = drawn.content.filter(
    (part): part is Drawn => typeof part !== 'string' && part.tag !== 'span' && part.tag !== 'b',
  );
  if (blocks.length > 0) return blocks.map(markdownOf).join('\n\n');
  return drawn.attributes['class'] === 'characters' ? `    ${textOf(drawn)}` : escaped(textOf(drawn));
}

function tableOf(rows: readonly Drawn[]): string {
  const cells = rows.map((row) => row.content.map((cell) => escaped(textOf(cell))));
  const width = Math.max(...cells.map(({ length }) => length));
  const line = (row: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, i) => row[i] ?? '').join(' | ')} |`;
  return [line([]), line(Array<string>(width).fill('---')), ...cells.map(line)].join('\n');
}

const textOf = (part: Drawn | string): string =>
  typeof part === 'string' ? part : part.content.map(textOf).join('');

const escaped = (text: string): string => text.replace(/[|\\`*_<>]/g, '\\$&').replaceAll('\n', ' ');

function all(drawn: Drawn, tag: string): Drawn[] {
  return drawn.content.flatMap((part) =>
    typeof part === 'string' ? [] : part.tag === tag ? [part] : all(part, tag),
  );
}
