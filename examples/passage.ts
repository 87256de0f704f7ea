import { library } from '../src/inspect/features/index.js';

/** Characters of a passage. */
const LENGTH = 1200;

/** The passage of the last fifth of `text`, from the beginning of a line, in which a feature comes and goes most often. */
export function passage(featureName: string, text: string): string {
  const feature = library.find(({ name }) => name === featureName)!;
  const late = text.slice(Math.floor(text.length * 0.8));
  const values = feature.values(Int32Array.from(late, (character) => character.codePointAt(0)!));
  let [best, most] = [0, -1];
  for (let from = 0; from + LENGTH < values.length; from = late.indexOf('\n', from + 200) + 1) {
    let changes = 0;
    for (let i = from + 1; i < from + LENGTH; i++) changes += Number(values[i] !== values[i - 1]);
    if (changes > most) [best, most] = [from, changes];
    if (!late.includes('\n', from + 200)) break;
  }
  return late.slice(best, best + LENGTH);
}
