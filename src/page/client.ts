import type { Report, Request } from './protocol.js';

type ReportOf<Type extends Report['type']> = Extract<Report, { type: Type }>;

/** The page's end of its worker. */
export interface Client {
  /** Terminates the worker and starts another one, without a network. */
  restart(): void;
  /** Ends the worker until the next restart. */
  stop(): void;
  send(request: Request): void;
  /** `listener` is called for every report of that type, of this worker and those to come. */
  on<Type extends Report['type']>(type: Type, listener: (report: ReportOf<Type>) => void): void;
}

/** Makes workers that run `source`; `restart` starts one. */
export function createClient(source: string): Client {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const listeners = new Map<string, ((report: Report) => void)[]>();
  let worker: Worker | null = null;

  function deliver(report: Report): void {
    for (const listener of listeners.get(report.type) ?? []) listener(report);
  }

  function restart(): void {
    worker?.terminate();
    const started = new Worker(url);
    started.onmessage = ({ data }: MessageEvent<Report>) => {
      if (started === worker) deliver(data);
    };
    started.onerror = ({ message }) => deliver({ type: 'error', line: message, fatal: true });
    worker = started;
    started.postMessage({ type: 'prepare' } satisfies Request);
  }

  return {
    restart,
    stop() {
      worker?.terminate();
      worker = null;
    },
    send(request) {
      const bytes = request.type === 'load' || request.type === 'rank' ? [request.file.bytes.buffer] : [];
      worker!.postMessage(request, bytes);
    },
    on(type, listener) {
      const all = listeners.get(type) ?? [];
      listeners.set(type, [...all, listener as (report: Report) => void]);
    },
  };
}
