import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type * as modelModule from '../../../src/app/served-model.js';
import type * as serverModule from '../../../src/cli/serving/server.js';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';
import { load, sources } from '../tree.js';
import { pageCases } from './34-page-cases.js';

const TOKEN = '0123456789abcdef'.repeat(2);

/** What names that were rebound to 127.0.0.1, and requests made by hand, send as Host. */
const hosts = [
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1:1',
  'localhost.evil.example:PORT',
];
const methods = ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'];
const paths = [
  '/model',
  `/${'0'.repeat(32)}/model`,
  `/${TOKEN}`,
  `/${TOKEN}/model/`,
  `/${TOKEN}/../package.json`,
  `/${TOKEN}/model?x`,
  '/%2e%2e/package.json',
  '/play.html',
  '//',
  '/\\',
];

function ask(port: number, path: string, method = 'GET', host = `127.0.0.1:${port}`): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host.replace('PORT', String(port)) };
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode!));
    });
    asked.on('error', reject).end();
  });
}

/** Addresses of this machine beside 127.0.0.1; on Linux all of 127.0.0.0/8 are. */
function otherAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ address, internal }) => !internal && !address.startsWith('fe80'));
  return [...(process.platform === 'linux' ? ['127.0.0.2'] : []), ...outer.map(({ address }) => address)];
}

/** Whether anything answers at an address that is not 127.0.0.1. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answered: boolean) => (socket.destroy(), resolve(answered));
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });
}

export const servedPage: Row = {
  number: 34,
  fault: 'the page: foreign hosts, methods, paths and interfaces; hostile texts, names and checkpoints in it',
  cases: { small: 1, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const page = join(tree, '..', 'play.html');
      // a copy of the sources, as a mutant has it, is without the page
      if (tree !== sources) writeFileSync(page, 'the page');
      const { startServer } = await load<typeof serverModule>(tree, 'cli/serving/server.js');
      const { openServedModel } = await load<typeof modelModule>(tree, 'app/served-model.js');
      const file = join(directory, 'model.safetensors');
      writeCheckpoint(file, untrainedSnapshot({ symbols: ['a', 'b'] }));
      const { server, port } = await startServer({ model: openServedModel(file), token: TOKEN }, 0);
      const expectStatus = (title: string, wanted: number, ...args: [string, string?, string?]) =>
        tally.check(title, async () => {
          const status = await ask(port, ...args);
          expectThat(status === wanted, `answered ${status}, not ${wanted}`);
        });
      try {
        await expectStatus('the page', 200, '/');
        await expectStatus('the model', 200, `/${TOKEN}/model`);
        for (const host of hosts) await expectStatus(`Host: ${host}`, 403, `/${TOKEN}/model`, 'GET', host);
        for (const method of methods) await expectStatus(method, 405, `/${TOKEN}/model`, method);
        for (const path of paths) await expectStatus(path, 404, path);
        for (const address of otherAddresses())
          await tally.check(`at ${address}`, async () =>
            expectThat(!(await answers(address, port)), 'it answers there too'),
          );
      } finally {
        server.close();
        server.closeAllConnections();
      }
      return tally.outcome(await pageCases(tally, page));
    }),
  mutants: [
    {
      name: 'every interface is listened on',
      file: 'cli/serving/server.ts',
      from: 'server.listen(port, HOST, resolve)',
      to: 'server.listen(port, resolve)',
    },
    {
      name: 'any Host is served',
      file: 'cli/serving/server.ts',
      from: 'if (!isOwnHost(request))',
      to: 'if (false)',
    },
    {
      name: 'every method is answered',
      file: 'cli/serving/server.ts',
      from: "if (method !== 'GET' && method !== 'HEAD')",
      to: 'if (false)',
    },
    {
      name: 'the model needs no random name',
      file: 'cli/serving/server.ts',
      from: 'url === `/${token}/model`',
      to: "url.endsWith('/model')",
    },
  ],
};
