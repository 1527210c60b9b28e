import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TidemarkClient } from '../src/client.js';
import { below, chanceOf, TestClock, TestServer, TestStorage } from './harness.js';

const ACTIONS = 50;
const WHICH = [0, 0, 0, 1, 2, 3, 4, 4, 4];
const KILLS = ['killedBefore', 'killedAfter', 'failsBefore', 'failsAfter'];

// The server refuses some events, always the same.
const isRefused = (id) => Number(id.slice(1)) % 7 === 3;

/**
 * A device's life in which everything goes wrong: requests and answers are lost, the server refuses and hesitates, the clock
 * is set, the device sleeps, the disk fails, and the process is killed before or after any call of the storage. Returns how
 * many calls of the storage there were.
 */
const live = async (seed, fates) => {
  const chance = chanceOf(seed);
  const clock = new TestClock();
  const storage = new TestStorage();
  const server = new TestServer(clock);
  const tracked = [];
  const queued = new Set();
  const recorded = new Set();
  let handedBackInPart = false;
  let client;
  storage.fates = fates;
  server.judge = (id) => (isRefused(id) ? 'reject' : 'accept');

  // A process that is killed never answers again.
  const alive = async (action) => {
    let kill;
    const killed = new Promise((resolve) => (kill = resolve));
    storage.onKill = () => {
      client = undefined;
      kill();
    };
    const run = async () => {
      client ??= await TidemarkClient.open({
        url: 'http://server', key: 'k', deviceId: 'd', storage: storage.restart(), clock, batch: 4,
        random: chanceOf(storage.calls), fetch: server.fetch,
      });
      await action(client);
    };
    await Promise.race([run().catch((e) => {
      if (e.message !== 'the disk says no') {
        throw e;
      }
      client = undefined;
    }), killed]);
    const texts = [...storage.texts.values()].join();
    for (const id of [...server.log.keys(), ...server.rejected]) {
      if (!texts.includes(`"${id}"`)) {
        recorded.add(id);
      }
    }
  };

  const actions = [
    () => async (it) => {
      const id = `e${tracked.length}`;
      tracked.push(id);
      clock.pass(1_000);
      if ((await it.track({ id, type: 't' })) === 'queued') {
        queued.add(id);
      }
    },
    (millis) => () => clock.pass(millis / 50),
    (millis) => () => clock.sleep(millis / 5),
    (millis) => () => (clock.ahead = millis - 10_000_000),
    () => (it) => it.flush(),
  ];
  for (let i = 0; i < ACTIONS; i++) {
    // Drawn before anything is done, so that a kill changes nothing of what follows.
    const action = actions[WHICH[below(chance, WHICH.length)]](below(chance, 20_000_000));
    const luck = below(chance, 10);
    server.there = below(chance, 3_000);
    server.back = below(chance, 3_000);
    server.judge = (id, index) => {
      if (luck === 4 && index % 2 === 0) {
        handedBackInPart = true;
        return 'retry';
      }
      return isRefused(id) ? 'reject' : luck === 3 ? 'retry' : 'accept';
    };
    server.fate = (ids) => {
      for (const id of ids) {
        assert.ok(!recorded.has(id), `${id} is recorded as settled and sent again`);
      }
      return ['lost', [200, '<html>'], 'unheard'][luck];
    };
    await alive(action);
  }
  const { calls } = storage;
  storage.fates = () => 'well';
  server.fate = () => undefined;
  server.judge = (id) => (isRefused(id) ? 'reject' : 'accept');
  await alive(async (it) => {
    for (let wait = 1; wait > 0; clock.pass(wait)) {
      wait = await it.flush();
    }
  });

  const settled = new Set([...server.log.keys(), ...server.rejected]);
  for (const id of queued) {
    assert.ok(settled.has(id), `${id} was queued and is lost`);
  }
  assert.deepEqual(storage.events, [], 'left in the storage');
  if (!handedBackInPart) {
    assert.deepEqual([...server.log.keys()], tracked.filter((id) => server.log.has(id)), 'the device\'s order');
  }
  return calls;
};

it('killed or failed once at every call of the storage in turn, nothing queued is lost and each counts once', async () => {
  for (let seed = 1; seed <= 3; seed++) {
    const calls = await live(seed, () => 'well');
    assert.ok(calls > 30, String(calls));
    for (let at = 0; at < calls; at++) {
      for (const fate of KILLS) {
        await live(seed, (call) => (call === at ? fate : 'well'));
      }
    }
  }
});

it('killed and failing at random', async () => {
  for (let seed = 100; seed < 400; seed++) {
    const chance = chanceOf(seed * 7);
    await live(seed, () => KILLS[below(chance, 40)] ?? 'well').catch((e) => {
      throw new Error(`seed ${seed}: ${e.message}`, { cause: e });
    });
  }
});
