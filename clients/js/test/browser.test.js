import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { it } from 'node:test';
import { chromium } from 'playwright-core';

const executablePath = (process.env.PATH || '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find(existsSync);

// The page of an app that sends to a server of another origin, as the platform's own CORS answers allow.
const page = (api) => `<!doctype html><meta charset="utf-8"><script type="module">
  import { TidemarkClient, webStorage } from '/client.js';
  window.told = [];
  window.client = await TidemarkClient.open({
    url: '${api}', key: 'k', deviceId: 'd-17', storage: webStorage(),
    listener: { accepted: (id) => told.push(id), failed: (status) => told.push('failed ' + status) },
  });
  window.ready = true;
</script>`;

const listen = (handler) =>
  new Promise((resolve) => {
    const server = createServer(handler).listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${server.address().port}` }),
    );
  });

it('in a browser the built client keeps its queue over a closed page, and two pages lose nothing', {
  skip: !executablePath && 'there is no Chromium',
}, async () => {
  let isUp = false;
  const taken = [];
  const encodings = new Set();
  const api = await listen((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'content-encoding, content-type, x-api-key');
      response.setHeader('Access-Control-Expose-Headers', 'retry-after');
      const now = new Date().toISOString();
      if (request.method === 'OPTIONS') {
        response.end();
      } else if (!isUp) {
        response.writeHead(503, { 'Retry-After': '1' }).end();
      } else if (request.method === 'GET') {
        response.end(JSON.stringify({ receivedAt: now, respondedAt: now }));
      } else {
        const encoding = request.headers['content-encoding'];
        encodings.add(encoding);
        const body = Buffer.concat(chunks);
        const { events, clock } = JSON.parse(encoding ? gunzipSync(body) : body);
        assert.ok(clock, 'every request has the exchange');
        taken.push(...events.map(({ id }) => id));
        response.end(JSON.stringify({ receivedAt: now, respondedAt: now, accepted: events.length }));
      }
    });
  });
  const app = await listen((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? readFileSync(new URL('../dist/client.min.js', import.meta.url)) : page(api.url));
  });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext();
    const open = async () => {
      const opened = await context.newPage();
      await opened.goto(app.url);
      await opened.waitForFunction('window.ready');
      return opened;
    };
    const track = (where, ...ids) =>
      where.evaluate((all) => Promise.all(all.map((id) => window.client.track({ id, type: 't' }))), ids);

    const first = await open();
    assert.deepEqual(await track(first, 'a', 'b'), ['queued', 'queued']);
    assert.ok((await first.evaluate('client.flush()')) >= 1_000, 'it waits as long as the server asks');
    assert.deepEqual(await first.evaluate('told'), ['failed 503']);
    await first.close();

    isUp = true;
    const [second, third] = [await open(), await open()];
    assert.equal(await second.evaluate('client.queued'), 2);
    await track(second, ...Array.from({ length: 20 }, (_, i) => `c${i}`));
    await track(third, 'd');
    await Promise.all([second.evaluate('client.flush()'), third.evaluate('client.flush()')]);
    const ids = ['a', 'b', 'd', ...Array.from({ length: 20 }, (_, i) => `c${i}`)];
    assert.deepEqual([...new Set(taken)].sort(), ids.sort());
    assert.ok(encodings.has('gzip'));
    assert.deepEqual(await third.evaluate("Object.keys(localStorage).filter((n) => n.includes('event-'))"), []);
  } finally {
    await browser.close();
    api.server.close();
    app.server.close();
  }
});
