import { NEWLINE } from './classes.js';
import { binary, graded, type ReadyFeature, type Step } from './feature.js';

const [TAB, BLANK] = [9, 32];
const TAB_WIDTH = 4;

/** The blanks a line begins with: how many (it holds for the whole line), and whether one is still among them. */
export const indentation: readonly ReadyFeature[] = [
  graded('indentation', 'indentation of the line', () => {
    let [width, leading] = [0, true];
    return (code) => {
      if (code === NEWLINE) [width, leading] = [0, true];
      else if (leading && code === BLANK) width++;
      else if (leading && code === TAB) width += TAB_WIDTH;
      else leading = false;
      return width;
    };
  }),
  binary('leading-space', 'in the blanks a line begins with', leadingSpace),
];

function leadingSpace(): Step {
  let leading = true;
  return (code) => {
    if (code === NEWLINE) leading = true;
    else if (code !== BLANK && code !== TAB) leading = false;
    return Number(leading);
  };
}
