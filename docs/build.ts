import { writeFileSync } from 'node:fs';
import { errorsMarkdown } from './errors.js';
import { flagsMarkdown } from './flags.js';
import { manPage } from './man.js';

// `npm run docs`: the pages that are made from the source
const docs = new URL('../../docs/', import.meta.url);
writeFileSync(new URL('flags.md', docs), flagsMarkdown());
writeFileSync(new URL('errors.md', docs), errorsMarkdown());
writeFileSync(new URL('char-rnn.1', docs), manPage());

// `npm run docs -- --lessons`: docs/lessons.md and its figures
if (process.argv[2] === '--lessons') {
  const { drawLessons } = await import('./lessons.js');
  await drawLessons();
}

// `npm run docs -- --pictures runs/demo 2:42:c string`: the pictures of README.md, too
const [flag, run, cell, feature] = process.argv.slice(2);
if (flag === '--pictures' && run && cell && feature) {
  const { drawPictures } = await import('./pictures.js');
  await drawPictures(run, cell, feature);
}

// `npm run docs -- --series co2.csv co2 forecast.csv`: the picture of docs/series.md
if (flag === '--series' && run && cell && feature) {
  const { drawSeries } = await import('./series-picture.js');
  drawSeries(run, cell, feature);
}
