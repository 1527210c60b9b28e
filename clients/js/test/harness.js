// A device's clock, storage and server that tests set, break and kill.

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export const chanceOf = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const below = (chance, n) => Math.floor(chance() * n);

export class TestClock {
  true = Date.parse('2026-11-22T20:00:00Z');
  ahead = 0;
  slept = 0;
  countsSleep = false;
  wall = () => this.true + this.ahead;
  elapsed = () => this.true - this.slept;
  pass(millis) {
    this.true += millis;
  }
  sleep(millis) {
    this.true += millis;
    this.slept += this.countsSleep ? 0 : millis;
  }
}

/** Survives its process, which dies or whose disk fails at a chosen call. A dead process hears nothing more. */
export class TestStorage {
  texts = new Map();
  calls = 0;
  fates = () => 'well';
  #life = 0;
  onKill = () => {};

  restart() {
    this.#life++;
    const life = this.#life;
    const call = async (effect) => {
      await undefined;
      if (life !== this.#life) {
        return new Promise(() => {});
      }
      const fate = this.fates(this.calls++);
      const result = ['well', 'killedAfter', 'failsAfter'].includes(fate) ? effect() : undefined;
      if (fate.startsWith('killed')) {
        this.#life++;
        this.onKill();
        return new Promise(() => {});
      }
      if (fate !== 'well') {
        throw new Error('the disk says no');
      }
      return result;
    };
    return {
      names: () => call(() => [...this.texts.keys()]),
      read: (name) => call(() => this.texts.get(name)),
      write: (name, text) => call(() => void this.texts.set(name, text)),
      delete: (name) => call(() => void this.texts.delete(name)),
    };
  }

  get events() {
    return [...this.texts.keys()].filter((name) => name.startsWith('event-'));
  }
}

const json = (status, value, headers) => ({
  status,
  headers: { get: (name) => headers?.[name.toLowerCase()] ?? null },
  text: async () => (typeof value === 'string' ? value : JSON.stringify(value)),
});

/** Answers as the API does, and keeps what it took: each event in the order in which it first came. */
export class TestServer {
  log = new Map();
  eventTimes = new Map();
  rejected = new Set();
  requests = [];
  envelopes = [];
  asked = 0;
  there = 100;
  back = 100;
  judge = () => 'accept';
  /** Called before a request arrives: an answer in place of the server's own, or 'lost', or 'unheard'. */
  fate = () => undefined;

  constructor(clock) {
    this.clock = clock;
  }

  fetch = async (url, { method, body, headers }) => {
    let text = body;
    if (headers['Content-Encoding'] === 'gzip') {
      text = await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
    }
    const envelope = text && JSON.parse(text);
    const ids = envelope ? envelope.events.map(({ id }) => id) : [];
    this.requests.push([method, new URL(url).pathname, ...ids].join(' '));
    const fate = this.fate(ids);
    this.clock.pass(this.there);
    if (fate === 'lost') {
      throw new TypeError('fetch failed');
    }
    if (typeof fate === 'object') {
      return json(...fate);
    }
    const receivedAt = this.clock.true;
    this.clock.pass(10);
    const answer = this.#answer(envelope, receivedAt);
    this.clock.pass(this.back);
    if (fate === 'unheard') {
      throw new TypeError('fetch failed');
    }
    return answer;
  };

  #answer(envelope, receivedAt) {
    const stamps = {
      receivedAt: new Date(receivedAt).toISOString(),
      respondedAt: new Date(this.clock.true).toISOString(),
    };
    if (!envelope) {
      this.asked++;
      return json(200, stamps);
    }
    this.envelopes.push(envelope);
    const verdict = { ...stamps, accepted: 0, rejected: [], retry: [] };
    envelope.events.forEach((event, index) => {
      const { id } = event;
      const says = this.judge(id, index);
      if (says === 'accept') {
        verdict.accepted++;
        const text = JSON.stringify(event);
        if (this.log.has(id) && this.log.get(id) !== text) {
          throw new Error(`a resend differs: ${this.log.get(id)} and ${text}`);
        }
        this.log.set(id, this.log.get(id) ?? text);
        this.eventTimes.set(id, this.eventTimes.get(id) ?? eventTime(envelope, event, receivedAt));
      } else if (says === 'retry') {
        verdict.retry.push({ index, id });
      } else {
        this.rejected.add(id);
        verdict.rejected.push({ index, id, code: 'invalid_type', detail: 'no' });
      }
    });
    const retry = verdict.retry.length > 0;
    const headers = retry ? { 'retry-after': '1' } : {};
    if (verdict.accepted || (retry && verdict.rejected.length)) {
      return json(200, verdict, headers);
    }
    return json(retry ? 503 : 400, { type: `urn:tidemark:problem:${retry ? 'unavailable' : 'no-valid-event'}`, ...verdict }, headers);
  }
}

// The server's rule, as far as these tests need it.
const eventTime = ({ sentAt, clock }, { occurredAt }, receivedAt) => {
  const at = Date.parse(occurredAt);
  if (!clock) {
    const offset = receivedAt - Date.parse(sentAt);
    return Math.min(receivedAt, Math.abs(offset) <= 10_000 ? at : at + offset);
  }
  const [t0, t1, t2, t3] = ['sentAt', 'receivedAt', 'respondedAt', 'gotAt'].map((name) => Date.parse(clock[name]));
  const offset = Math.floor((t1 - t0 + t2 - t3) / 2);
  const bound = Math.ceil((t3 - t0 - (t2 - t1)) / 2);
  return Math.min(receivedAt, Math.abs(offset) <= bound ? at : at + offset);
};
