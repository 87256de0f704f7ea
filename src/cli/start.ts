import { listenForSignals } from './terminal/signals.js';

listenForSignals(); // before the rest is loaded
const { main } = await import('./main.js');
process.exitCode = await main(process.argv);
