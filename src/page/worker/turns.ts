/** Yields to messages and other pending work, much sooner than a timer, which a browser delays by 4 ms. */
export type Turn = () => Promise<void>;

export function createTurns(): Turn {
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()!();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}
