// A device's events until the server has taken them. One request is under way at a time and begins with the oldest event.
// Each event has a name and a text of its own in the storage, from when it is queued until it is settled: a kill between
// two calls of the storage loses nothing and brings nothing back.

const LONGEST_EVENT = 32 * 1024;
const LONGEST_REQUEST = 512 * 1024;
const WORTH_GZIP = 1024;
const LONGEST_SESSION = 6 * 3_600_000; // A quartz is off by up to 0.1 ‰: by two seconds then.
const SLEPT = 2_000; // How far the wall clock may lead before the elapsed time is taken to have stood still.
const GOOD_BOUND = 250; // A connection that is no slower is asked for the time once.
const MOST_QUESTIONS = 3;
const ANSWER = 40_000; // Longer than the server may take, so that its answer says what became of the events.
const PROBLEM = 'urn:tidemark:problem:';

// event-<place>-<session> or clock-<session>
const NAME = /^(event|clock)(?:-(\d{15}))?-(\w{10})$/;
const CLOCK = 'clock-';
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const bytesOf = (text) => new TextEncoder().encode(text).length;

const stamp = (millis) => new Date(millis).toISOString();

// RFC 5905, section 8: what has to be added to the device's time, and half the round trip.
const offsetOf = (e) => Math.floor((e[1] - e[0] + e[2] - e[3]) / 2);
const boundOf = (e) => Math.ceil((e[3] - e[0] - (e[2] - e[1])) / 2);
const isExchange = (e) =>
  e.length === 4 && e.every(Number.isFinite) && e[2] >= e[1] && e[3] - e[0] >= e[2] - e[1];

const parse = (text) => {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
};

const systemClock = {
  wall: () => Date.now(),
  elapsed: () => performance.now(),
  countsSleep: false,
};

/**
 * A stretch of time in which the device's clock is one clock: it begins with the wall clock and goes on with the elapsed
 * time, so nobody can set it. One offset holds for all of it.
 */
const newSession = (clock, random) => {
  const wall = clock.wall();
  const start = clock.elapsed();
  const now = () => Math.floor(wall + clock.elapsed() - start);
  return {
    id: random().toString(36).slice(2, 12).padEnd(10, '0'), // names a session in the storage, no secret
    now,
    isOver: () =>
      clock.elapsed() - start > LONGEST_SESSION || (!clock.countsSleep && clock.wall() - now() > SLEPT),
    exchange: undefined,
    asked: 0,
  };
};

/** What an answer says of each event: 1 accepted, 0 to be sent again, or the refusal; undefined if it is none of ours. */
const verdicts = (answer, events) => {
  const said = events.map(() => 1);
  for (const list of ['rejected', 'retry']) {
    for (const entry of answer[list] || []) {
      const at = entry.index;
      // Of a refused event the id may be what is wrong.
      if (said[at] !== 1 || (list === 'retry' && entry.id && entry.id !== events[at].id)) {
        return undefined;
      }
      said[at] = list === 'retry' ? 0 : entry;
    }
  }
  return said.filter((one) => one === 1).length === answer.accepted ? said : undefined;
};

export class TidemarkClient {
  #options;
  #listener;
  #clock;
  #random;
  #queue = []; // {name, id, session, json, bytes}, by name
  #settled = new Set(); // names that are settled and could not be deleted yet
  #clocks = new Map(); // exchanges of earlier sessions whose events wait
  #session;
  #size = 0;
  #place = 0;
  #most;
  #failures = 0;
  #until = -Infinity;
  #last = Promise.resolve();
  #flushing;
  #timer;

  /** Opens the queue of a storage and goes on with what it holds. */
  static async open(options) {
    const client = new TidemarkClient(options);
    await client.#load();
    return client;
  }

  constructor(options) {
    if (!options.deviceId || [...options.deviceId].length > 128) {
      throw new RangeError('deviceId has 1 to 128 characters');
    }
    this.#options = { maxEvents: 10_000, maxBytes: 4 * 1024 * 1024, batch: 100, ...options };
    this.#listener = options.listener || {};
    this.#clock = options.clock || systemClock;
    this.#random = options.random || Math.random;
    this.#most = this.#options.batch;
    this.#session = newSession(this.#clock, this.#random);
  }

  /** How many events wait. */
  get queued() {
    return this.#queue.length;
  }

  // Also finds what another page of the same storage has queued and sent.
  async #load() {
    const { storage } = this.#options;
    const names = await storage.names();
    const there = new Set(names);
    this.#queue = this.#queue.filter(({ name }) => there.has(name));
    const known = new Set(this.#queue.map(({ name }) => name));
    for (const name of names) {
      const [, kind, place, session] = NAME.exec(name) || [];
      if (!kind || known.has(name) || this.#settled.has(name) || name === CLOCK + this.#session.id) {
        continue;
      }
      const text = await storage.read(name);
      const value = parse(text);
      if (place && value.id) {
        this.#queue.push({ name, id: value.id, session, json: text, bytes: bytesOf(text) });
        this.#place = Math.max(this.#place, +place);
      } else if (!place && Array.isArray(value) && isExchange(value)) {
        this.#clocks.set(session, value);
      } else if (text != null) {
        await storage.delete(name);
        this.#tell('unreadable', name);
      }
    }
    this.#queue.sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#size = this.#queue.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #tell(what, ...arguments_) {
    this.#listener[what]?.(...arguments_);
  }

  #now() {
    if (this.#session.isOver()) {
      this.#clocks.set(this.#session.id, this.#session.exchange);
      this.#session = newSession(this.#clock, this.#random);
    }
    return this.#session.now();
  }

  /** Queues an event: 'queued', 'full', 'tooLarge' or 'notStored'. Only one that is queued will be sent. */
  track({ id, type, value, at, attributes }) {
    const { storage, maxEvents, maxBytes } = this.#options;
    const own = id || globalThis.crypto?.randomUUID?.() || stamp(this.#clock.wall()) + this.#random();
    const now = this.#now();
    const happened = now - (at === undefined ? 0 : this.#clock.wall() - at);
    if (value !== undefined && !NUMBER.test(value)) {
      throw new TypeError(`value is a number, or a text such as "1.25": ${value}`);
    }
    const exact = value === undefined ? '' : `,"value":${value}`;
    const json = JSON.stringify({ id: own, type, occurredAt: stamp(happened), attributes }).slice(0, -1) + exact + '}';
    const bytes = bytesOf(json);
    if (bytes > LONGEST_EVENT) {
      return Promise.resolve('tooLarge');
    }
    const { id: session } = this.#session;
    return this.#inTurn(async () => {
      if (this.#queue.length + this.#settled.size >= maxEvents || this.#size + bytes > maxBytes) {
        return 'full';
      }
      const name = `event-${String(++this.#place).padStart(15, '0')}-${session}`;
      try {
        await storage.write(name, json);
      } catch {
        // It may be there all the same: whoever queued it is told that it is not, so it has to go.
        await this.#delete(name);
        return 'notStored';
      }
      this.#size += bytes;
      this.#queue.push({ name, id: own, session, json, bytes });
      return 'queued';
    });
  }

  // One after the other, so that the order of calls is the order of the queue.
  #inTurn(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  async #delete(name) {
    try {
      await this.#options.storage.delete(name);
      this.#settled.delete(name);
    } catch {
      this.#settled.add(name);
    }
  }

  async #deleteSettled() {
    for (const name of this.#settled) {
      await this.#delete(name);
    }
  }

  /** Sends until nothing is left or the next try has to wait; says how many milliseconds, 0 when nothing is left. */
  flush() {
    const exclusive = this.#options.storage.exclusive || ((work) => work());
    this.#flushing ||= Promise.resolve(exclusive(() => this.#flush())).finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #flush() {
    try {
      await this.#deleteSettled();
      await this.#inTurn(() => this.#load());
    } catch (e) {
      this.#pause(undefined, 0, String(e));
    }
    while (this.#queue.length) {
      const left = this.#until - this.#clock.elapsed();
      if (left > 0) {
        return left;
      }
      this.#now();
      const session = this.#session;
      const { exchange, asked } = session;
      if (asked < MOST_QUESTIONS && (!exchange || boundOf(exchange) > GOOD_BOUND)) {
        await this.#askTime(session);
      } else {
        await this.#send();
      }
    }
    return 0;
  }

  async #askTime(session) {
    const sentAt = session.now();
    const [status, retryAfter, text] = await this.#exchange('/v1/time');
    const { receivedAt, respondedAt } = parse(text);
    const exchange = [sentAt, Date.parse(receivedAt), Date.parse(respondedAt), session.now()];
    if (session !== this.#session || session.isOver()) {
      return;
    }
    if (isExchange(exchange)) {
      session.asked++;
      if (!session.exchange || boundOf(exchange) < boundOf(session.exchange)) {
        session.exchange = exchange;
        try {
          await this.#options.storage.write(CLOCK + session.id, JSON.stringify(exchange));
        } catch {
          // It is held all the same; only a restart would not know it.
        }
      }
    } else if (status >= 400 && status < 500 && status !== 429) {
      session.asked++;
    } else {
      this.#pause(retryAfter, status, text);
    }
  }

  #head() {
    const head = [];
    let size = 0;
    for (const event of this.#queue) {
      const fits = head.length < this.#most && size + event.bytes <= LONGEST_REQUEST;
      if (head.length && (!fits || event.session !== head[0].session)) {
        break;
      }
      head.push(event);
      size += event.bytes;
    }
    return head;
  }

  #envelope(events) {
    const held = this.#session.exchange;
    const own = this.#clocks.get(events[0].session);
    const exchange = own || held;
    // An earlier clock is known by how far it was off: the request agrees with the stamps of its events.
    const sentAt = this.#session.now() + (own && held ? offsetOf(held) - offsetOf(own) : 0);
    const clock = exchange && {
      sentAt: stamp(exchange[0]),
      receivedAt: stamp(exchange[1]),
      respondedAt: stamp(exchange[2]),
      gotAt: stamp(exchange[3]),
    };
    const head = JSON.stringify({ deviceId: this.#options.deviceId, sentAt: stamp(sentAt), clock });
    return `${head.slice(0, -1)},"events":[${events.map(({ json }) => json).join(',')}]}`;
  }

  async #send() {
    const events = this.#head();
    const [status, retryAfter, text] = await this.#exchange('/v1/events', this.#envelope(events));
    const answer = parse(text);
    const problem = String(answer.type).startsWith(PROBLEM) ? answer.type.slice(PROBLEM.length) : '';
    // A page of a hotel's network with status 200 is no acknowledgement, and its 400 no refusal.
    const said =
      status === 200 || (problem && (status === 400 || status === 503)) ? verdicts(answer, events) : undefined;
    if (said) {
      await this.#settle(events.filter((_, i) => said[i] !== 0));
      events.forEach(({ id }, i) => {
        if (said[i] === 1) {
          this.#tell('accepted', id);
        } else if (said[i]) {
          this.#tell('rejected', id, said[i].code, said[i].detail);
        }
      });
      const again = said.filter((one) => one === 0).length;
      if (again < events.length) {
        this.#failures = 0;
        this.#most = this.#options.batch;
      }
      if (again) {
        this.#pause(retryAfter, status, `${again} events are to be sent again`);
      }
    } else if (status === 413 || (problem && status === 400)) {
      // The request as a whole: smaller ones, until what is wrong stands alone.
      if (events.length > 1) {
        this.#most = events.length >> 1;
      } else {
        await this.#settle(events);
        const code = status === 413 ? 'too_large' : problem.replaceAll('-', '_');
        this.#tell('rejected', events[0].id, code, answer.detail || '');
      }
    } else {
      this.#pause(retryAfter, status, answer.title || text);
    }
  }

  async #settle(done) {
    const gone = new Set(done);
    this.#queue = this.#queue.filter((event) => !gone.has(event));
    for (const { name, bytes } of done) {
      this.#size -= bytes;
      await this.#delete(name);
    }
    await this.#deleteSettled();
    for (const [session, exchange] of this.#clocks) {
      // Where pages share the storage, another one's session may have no event at the moment.
      const young = this.#options.storage.exclusive && exchange && this.#session.now() - exchange[3] < LONGEST_SESSION;
      if (!young && !this.#queue.some((event) => event.session === session)) {
        this.#clocks.delete(session);
        await this.#delete(CLOCK + session);
      }
    }
  }

  // From one second doubling to five minutes, of which chance takes up to half; never less than the server asked for, and
  // up to a fifth more, so that the devices of an outage do not all come back at once.
  #pause(retryAfter, status, detail) {
    const own = Math.min(300_000, 1_000 * 2 ** this.#failures++);
    const asked = 1_000 * Math.max(0, Math.min(3_600, Number(retryAfter) || 0));
    const wait = Math.max((own / 2) * (1 + this.#random()), asked * (1 + this.#random() / 5));
    this.#until = this.#clock.elapsed() + wait;
    this.#tell('failed', status, detail);
  }

  // Status 0 is no answer.
  async #exchange(path, body) {
    const { url, key, fetch = globalThis.fetch } = this.#options;
    const headers = body ? { 'X-Api-Key': key, 'Content-Type': 'application/json' } : {};
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ANSWER);
    try {
      let sent = body;
      if (body && bytesOf(body) >= WORTH_GZIP && globalThis.CompressionStream) {
        const zipped = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
        sent = await new Response(zipped).arrayBuffer();
        headers['Content-Encoding'] = 'gzip';
      }
      const answer = await fetch(url.replace(/\/$/, '') + path, {
        method: body ? 'POST' : 'GET',
        headers,
        body: sent,
        cache: 'no-store',
        redirect: 'manual',
        signal: abort.signal,
      });
      return [answer.status, answer.headers.get('Retry-After'), await answer.text()];
    } catch (e) {
      return [0, undefined, String(e)];
    } finally {
      clearTimeout(timer);
    }
  }

  /** Flushes now and then until stop(). */
  start(everyMillis = 10_000) {
    this.stop();
    const round = async () => {
      const wait = await this.flush().catch(() => 0);
      if (this.#timer) {
        this.#timer = setTimeout(round, Math.max(everyMillis, wait));
      }
    };
    this.#timer = setTimeout(round, 0);
  }

  /** Stops sending. What is queued stays in the storage. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * The storage of a browser. Pages of one origin share a queue, and one sends at a time; one that
 * still sees what another has deleted sends it again, with the same id.
 */
export const webStorage = (storage = globalThis.localStorage, prefix = 'tidemark-') => ({
  names: () =>
    Object.keys(storage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length)),
  read: (name) => storage.getItem(prefix + name),
  write: (name, text) => storage.setItem(prefix + name, text),
  delete: (name) => storage.removeItem(prefix + name),
  exclusive: globalThis.navigator?.locks ? (work) => navigator.locks.request(`${prefix}sends`, work) : undefined,
});

/** The storage of React Native: an AsyncStorage. */
export const asyncStorage = (storage, prefix = 'tidemark-') => ({
  names: async () =>
    (await storage.getAllKeys()).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  read: (name) => storage.getItem(prefix + name),
  write: (name, text) => storage.setItem(prefix + name, text),
  delete: (name) => storage.removeItem(prefix + name),
});
