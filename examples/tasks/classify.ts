import { idsOf, learn, rowOf, taskOf } from './learn.js';

/*
 * Many to one: in which language is the name of this country?
 *
 *     answer                      es
 *                                  ↑
 *     network   □ ─► □ ─► □ ─► □ ─► □
 *               ↑    ↑    ↑    ↑    ↑
 *     source    c    h    i    l    e
 *
 * The names come from Node's own Intl; every tenth country is held out.
 */

const labels = ['de', 'en', 'es', 'fr', 'it'];
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const countries = letters
  .flatMap((a) => letters.map((b) => a + b))
  .filter((code) => nameOf(code, 'en') !== code.toLowerCase());

function nameOf(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code)!.toLowerCase();
}

const pairs = countries.flatMap((code, i) =>
  labels.map((language, label) => ({ name: nameOf(code, language), label, held: i % 10 === 0 })),
);
const symbols = [...new Set(pairs.flatMap(({ name }) => [...name]))].sort();
const rows = pairs
  .filter(({ held }) => !held)
  .map(({ name, label }) => rowOf({ source: idsOf(name, symbols), label }));
const answerer = await learn(taskOf('classify', symbols, labels), rows, 600);

const names = ['deutschland', 'germany', 'alemania', 'allemagne', 'germania'];
answerer
  .labels(names.map((name) => idsOf(name, symbols)))
  .forEach((logs, i) =>
    console.log(
      names[i]!.padEnd(12),
      labels.map((label, k) => `${label} ${Math.exp(logs[k]!).toFixed(3)}`).join('  '),
    ),
  );
const held = pairs.filter((pair) => pair.held);
let right = 0;
for (const { name, label } of held) {
  const [logs] = answerer.labels([idsOf(name, symbols)]);
  if (logs!.indexOf(Math.max(...logs!)) === label) right += 1;
}
console.log(`${right} of ${held.length} names of countries that it has never seen are right`);
