import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { userError } from '../../core/errors.js';
import { readPage, type ServedModel } from '../../app/served-model.js';

/** The only interface it listens on. */
const HOST = '127.0.0.1';

/** Lets the page share memory with its workers (threads), and keeps other pages from using what is served. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** What is served: the page at `/` and the model, where there is one, at `/<token>/model`. */
export interface Served {
  readonly model: ServedModel | null;
  /** A random name, without which the model cannot be requested. */
  readonly token: string;
}

/** Listens on 127.0.0.1; resolves to the server and its port. Throws usage/value for a port that is not available. */
export async function startServer(served: Served, port: number): Promise<{ server: Server; port: number }> {
  const page = readPage();
  const server = createServer((request, response) => {
    answer(request, response, served, page).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(userError('usage/value', { flag: '--port', value: port, expected: `a free port (${code})` })),
    );
    server.listen(port, HOST, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { model, token }: Served,
  page: Buffer,
): Promise<void> {
  const { method = '', url = '' } = request;
  if (!isOwnHost(request)) return send(response, 403, 'this address is served to 127.0.0.1 only\n');
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return send(response, 405, 'only GET and HEAD\n');
  }
  if (url === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return send(response, 200, page, method);
  }
  if (model !== null && url === `/${token}/model`) return sendModel(request, response, model);
  send(response, 404, 'nothing here\n', method);
}

/** A page of another site whose name resolves to 127.0.0.1 (DNS rebinding) sends its own name. */
function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  return headers.host === `${HOST}:${socket.localPort}` || headers.host === `localhost:${socket.localPort}`;
}

async function sendModel(
  request: IncomingMessage,
  response: ServerResponse,
  model: ServedModel,
): Promise<void> {
  const asked = request.headers['if-none-match'];
  if (asked !== undefined && asked === (await model.tag())) return send(response, 304, '');
  const found = await model.read();
  if (found === null) return send(response, 204, '');
  response.setHeader('ETag', found.tag);
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`);
  send(response, 200, found.bytes, request.method);
}

function send(response: ServerResponse, status: number, body: string | Buffer, method = 'GET'): void {
  if (typeof body === 'string') response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(method === 'HEAD' ? undefined : body);
}
