import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { asyncStorage, TidemarkClient, webStorage } from '../src/client.js';
import { fileStorage } from '../src/node.js';
import { chanceOf, TestClock, TestServer, TestStorage } from './harness.js';

let clock;
let storage;
let server;
let told;
let client;

const open = async (options = {}) => {
  client = await TidemarkClient.open({
    url: 'http://server/',
    key: 'k',
    deviceId: 'd-17',
    storage: storage.restart(),
    clock,
    random: chanceOf(storage.calls + 1),
    fetch: server.fetch,
    listener: {
      accepted: (id) => told.push(`${id} accepted`),
      rejected: (id, code) => told.push(`${id} rejected: ${code}`),
      failed: (status) => told.push(`failed: ${status}`),
      unreadable: (name) => told.push(`unreadable: ${name}`),
    },
    ...options,
  });
};

const track = async (...ids) => {
  for (const id of ids) {
    assert.equal(await client.track({ id, type: 't' }), 'queued');
  }
};

const sent = async () => {
  server.requests.length = 0;
  await client.flush();
  return server.requests.join(', ');
};

beforeEach(async () => {
  clock = new TestClock();
  storage = new TestStorage();
  server = new TestServer(clock);
  told = [];
  await open();
});

describe('what is sent', () => {
  it('is the time first, and then what is queued with the exchange in it', async () => {
    clock.ahead = 3_600_000;
    await open();
    await track('a', 'b');
    assert.equal(await sent(), 'GET /v1/time, POST /v1/events a b');
    assert.deepEqual(server.envelopes[0].clock, {
      sentAt: '2026-11-22T21:00:00.000Z',
      receivedAt: '2026-11-22T20:00:00.100Z',
      respondedAt: '2026-11-22T20:00:00.110Z',
      gotAt: '2026-11-22T21:00:00.210Z',
    });
    assert.equal(server.envelopes[0].sentAt, '2026-11-22T21:00:00.210Z');
    assert.deepEqual(told, ['a accepted', 'b accepted']);
    assert.deepEqual(storage.events, []);
  });

  it('has exact values, attributes, and goes compressed when it is large', async () => {
    await client.track({ id: 'a', type: 't', value: '12345.000001', attributes: { x: 'y', n: 1, b: true } });
    await client.track({ id: 'b', type: 't', value: -1.5, at: clock.wall() - 3_000 });
    await track(...Array.from({ length: 30 }, (_, i) => `e${i}`));
    await client.flush();
    assert.match(server.log.get('a'), /"attributes":\{"x":"y","n":1,"b":true\},"value":12345.000001/);
    assert.match(server.log.get('b'), /"occurredAt":"2026-11-22T19:59:57.000Z","value":-1.5/);
    assert.equal(server.log.size, 32);
  });

  for (const value of ['1.', 'abc', '', NaN, Infinity, null, '1,"id":"x"']) {
    it(`refuses ${value} as a value`, () => {
      assert.throws(() => client.track({ type: 't', value }), TypeError);
    });
  }
});

describe('the queue', () => {
  it('refuses when it is full and has room again after a success', async () => {
    await open({ maxEvents: 2 });
    await track('a', 'b');
    assert.equal(await client.track({ type: 't' }), 'full');
    assert.equal(storage.events.length, 2);
    await client.flush();
    assert.equal(await client.track({ type: 't' }), 'queued');
  });

  it('is bounded in bytes too, and an event alone', async () => {
    await open({ maxBytes: 300 });
    assert.equal(await client.track({ type: 't', attributes: { x: 'x'.repeat(150) } }), 'queued');
    await open({ maxBytes: 300 });
    assert.equal(await client.track({ type: 't', attributes: { x: 'x'.repeat(150) } }), 'full');
    assert.equal(await client.track({ type: 't', attributes: { x: 'x'.repeat(32 * 1024) } }), 'tooLarge');
  });

  it('says when the storage failed, and does not send that event', async () => {
    storage.fates = () => 'failsAfter';
    assert.equal(await client.track({ id: 'a', type: 't' }), 'notStored');
    storage.fates = () => 'well';
    await track('b');
    storage.fates = () => 'failsBefore';
    assert.equal(await sent(), '', 'it cannot be read');
    storage.fates = () => 'well';
    clock.pass(2_000);
    assert.equal(await sent(), 'GET /v1/time, POST /v1/events b');
    assert.deepEqual(storage.events, []);
  });

  it('names what it cannot read and goes on', async () => {
    await track('a');
    storage.texts.set('event-000000000000009-abcdefghij', '{"half');
    storage.texts.set('clock-abcdefghij', '[1,2]');
    storage.texts.set('not ours', 'stays');
    await open();
    assert.deepEqual(told.sort(), ['unreadable: clock-abcdefghij', 'unreadable: event-000000000000009-abcdefghij']);
    assert.equal(await sent(), 'GET /v1/time, POST /v1/events a');
    assert.ok(storage.texts.has('not ours'));
  });

  it('is shared by two pages of one storage: one sends for both, and each finds the other\'s', async () => {
    const one = client;
    await track('a');
    let free = Promise.resolve();
    const exclusive = (work) => (free = free.then(work));
    const calls = { names: () => [...storage.texts.keys()], read: (n) => storage.texts.get(n), write: (n, t) => void storage.texts.set(n, t), delete: (n) => void storage.texts.delete(n), exclusive };
    await open({ storage: calls });
    const two = client;
    await track('b');
    await open({ storage: calls });
    await track('c');
    server.requests.length = 0;
    await Promise.all([two.flush(), client.flush()]);
    assert.deepEqual(
      server.requests.filter((r) => r.startsWith('POST')).flatMap((r) => r.split(' ').slice(2)).sort(),
      ['a', 'b', 'c'],
    );
    assert.equal(two.queued, 0);
    assert.deepEqual(storage.events, []);
    assert.equal(one.queued, 1, 'a page that does not flush does not know yet');
  });
});

describe('an answer', () => {
  it('has a verdict for each event, and only what is to be retried goes again', async () => {
    await track('a', 'b', 'c');
    server.judge = (id) => ({ b: 'reject', c: 'retry' })[id] || 'accept';
    assert.equal(await sent(), 'GET /v1/time, POST /v1/events a b c');
    assert.deepEqual(told, ['a accepted', 'b rejected: invalid_type', 'failed: 200']);
    server.judge = () => 'accept';
    clock.pass(2_000);
    assert.equal(await sent(), 'POST /v1/events c');
  });

  for (const answer of [
    [200, '<html>Welcome to the hotel</html>'],
    [200, { success: true }],
    [200, { accepted: 1, rejected: [], retry: [] }],
    [200, { accepted: 2, rejected: [{ index: 7 }], retry: [] }],
    [200, { accepted: 0, rejected: [{ index: 0 }, { index: 0 }], retry: [] }],
    [200, { accepted: 1, rejected: [], retry: [{ index: 0, id: 'another' }] }],
    [0, ''],
    [302, ''],
    [400, '<html>Bad request</html>'],
    [401, { type: 'urn:tidemark:problem:unauthorized' }],
    [404, ''],
    [429, ''],
    [500, ''],
    [503, { message: 'Service Unavailable' }],
  ]) {
    it(`of ${JSON.stringify(answer)} changes nothing`, async () => {
      await track('a', 'b');
      server.fate = (ids) => (ids.length ? answer : undefined);
      await client.flush();
      assert.equal(client.queued, 2);
      server.fate = () => undefined;
      clock.pass(1_000);
      assert.equal(await sent(), 'POST /v1/events a b');
    });
  }

  for (const answer of [
    [413, ''],
    [400, { type: 'urn:tidemark:problem:invalid-json', detail: 'no' }],
  ]) {
    it(`of ${answer[0]} makes requests smaller until what is wrong stands alone`, async () => {
      await track('a', 'b', 'c', 'd', 'e');
      server.fate = (ids) => (ids.includes('d') ? answer : undefined);
      assert.equal(
        (await sent()).replaceAll('POST /v1/events ', ''),
        'GET /v1/time, a b c d e, a b, c d e, c, d e, d, e',
      );
      assert.deepEqual([...server.log.keys()], ['a', 'b', 'c', 'e']);
      assert.ok(told.some((line) => line.startsWith('d rejected: ')));
    });
  }

  it('that asks to wait is waited for, and pauses double up to five minutes', async () => {
    await track('a');
    server.fate = () => [503, '', { 'retry-after': '7' }];
    const asked = await client.flush();
    assert.ok(asked >= 7_000 && asked <= 8_400, String(asked));
    clock.pass(asked);
    server.fate = () => 'lost';
    for (let i = 1; i < 12; i++) {
      const wait = await client.flush();
      const most = Math.min(300_000, 1_000 * 2 ** i);
      assert.ok(wait >= most / 2 && wait <= most, `${i}: ${wait}`);
      clock.pass(wait);
    }
    server.fate = () => undefined;
    assert.equal(await client.flush(), 0);
  });
});

describe('times', () => {
  it('keep the device\'s order with the exchange through transits of 32 and 15 seconds', async () => {
    await track('warm-up');
    await client.flush();
    server.there = 32_000;
    await track('first');
    await client.flush();
    clock.true -= 22_000;
    server.there = 15_000;
    await track('second');
    await client.flush();
    assert.equal(server.eventTimes.get('second') - server.eventTimes.get('first'), 10_110);
  });

  it('do not follow a clock that is set', async () => {
    await track('a');
    clock.pass(10_000);
    clock.ahead = -3_600_000;
    await track('b');
    await client.flush();
    assert.equal(server.eventTimes.get('b') - server.eventTimes.get('a'), 10_000);
    assert.equal(server.asked, 1);
  });

  it('begin anew after sleep, with an exchange of their own', async () => {
    await track('a');
    await client.flush();
    clock.sleep(3_600_000);
    await track('b');
    await client.flush();
    assert.equal(server.asked, 2);
    assert.equal(server.eventTimes.get('b') - server.eventTimes.get('a'), 3_600_000 + 420);
  });

  it('of events from before a restart are corrected by the clock that stamped them', async () => {
    clock.ahead = 7_200_000;
    await open();
    await track('a');
    await client.flush();
    await track('b');
    const happened = clock.true;
    clock.pass(60_000);
    clock.ahead = -120_000;
    await open();
    await track('c');
    assert.equal(await sent(), 'GET /v1/time, POST /v1/events b, POST /v1/events c');
    assert.equal(server.eventTimes.get('b'), happened);
    assert.equal(server.eventTimes.get('c'), happened + 60_000);
    assert.equal(storage.texts.size, 1, 'the exchange of the session that is on');
  });
});

describe('storages', () => {
  const localStorage = () => {
    const texts = {};
    return Object.defineProperties(texts, {
      getItem: { value: (name) => texts[name] ?? null },
      setItem: { value: (name, text) => void (texts[name] = text) },
      removeItem: { value: (name) => void delete texts[name] },
    });
  };
  const directory = mkdtempSync(join(tmpdir(), 'tidemark-'));
  const web = localStorage();
  const native = localStorage();
  const asynchronous = {
    getAllKeys: async () => Object.keys(native),
    getItem: async (name) => native.getItem(name),
    setItem: async (name, text) => native.setItem(name, text),
    removeItem: async (name) => native.removeItem(name),
  };
  const kinds = {
    webStorage: () => webStorage(web),
    asyncStorage: () => asyncStorage(asynchronous),
    fileStorage: () => fileStorage(directory),
  };
  for (const [name, make] of Object.entries(kinds)) {
    it(`${name} keeps a queue over a restart`, async () => {
      web.setItem('of another', 'stays');
      await open({ storage: make() });
      await track('a', 'b');
      writeFileSync(join(directory, 'event-000000000000001-abcdefghij.unfinished'), '{');
      await open({ storage: make() });
      assert.equal(client.queued, 2);
      assert.equal(await sent(), 'GET /v1/time, POST /v1/events a b');
      await open({ storage: make() });
      assert.equal(client.queued, 0);
      assert.equal(web.getItem('of another'), 'stays');
    });
  }
  it('leave nothing behind', () => rmSync(directory, { recursive: true }));
});

it('a started client sends by itself until it is stopped', async () => {
  await track('a');
  client.start(1);
  while (client.queued) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  client.stop();
  assert.deepEqual([...server.log.keys()], ['a']);
});
