// A device's events until the server has taken them. One request is under way at a time and begins with the oldest event.
import { judge, parse } from './answer.js';
import { RetryPause } from './pause.js';
import { bytesOf, EventQueue } from './queue.js';
import { boundOf, isExchange, newSession, offsetOf, stamp, systemClock } from './session.js';

export { asyncStorage, webStorage } from './storages.js';

const LONGEST_EVENT = 32 * 1024;
const WORTH_GZIP = 1024;
const GOOD_BOUND = 250; // A connection that is no slower is asked for the time once.
const MOST_QUESTIONS = 3;
const ANSWER = 40_000; // Longer than the server may take, so that its answer says what became of the events.
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

export class TidemarkClient {
  #options;
  #listener;
  #clock;
  #random;
  #queue;
  #pause;
  #session;
  #most;
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
    const { storage, maxEvents = 10_000, maxBytes = 4 * 1024 * 1024, batch = 100 } = options;
    this.#options = { ...options, batch };
    this.#listener = options.listener || {};
    this.#clock = options.clock || systemClock;
    this.#random = options.random || Math.random;
    this.#queue = new EventQueue(storage, maxEvents, maxBytes);
    this.#pause = new RetryPause(this.#clock, this.#random);
    this.#most = batch;
    this.#session = newSession(this.#clock, this.#random);
  }

  /** How many events wait. */
  get queued() {
    return this.#queue.size;
  }

  #load() {
    return this.#queue.load(this.#session.id, (name) => this.#tell('unreadable', name));
  }

  #tell(what, ...said) {
    this.#listener[what]?.(...said);
  }

  // The session that is on now.
  #current() {
    if (this.#session.isOver()) {
      this.#queue.remember(this.#session);
      this.#session = newSession(this.#clock, this.#random);
    }
    return this.#session;
  }

  /** Queues an event: 'queued', 'full', 'tooLarge' or 'notStored'. Only one that is queued will be sent. */
  track({ id, type, value, at, attributes }) {
    if (value !== undefined && !NUMBER.test(value)) {
      throw new TypeError(`value is a number, or a text such as "1.25": ${value}`);
    }
    const own = id || globalThis.crypto?.randomUUID?.() || stamp(this.#clock.wall()) + this.#random();
    const session = this.#current();
    const happened = session.now() - (at === undefined ? 0 : this.#clock.wall() - at);
    const exact = value === undefined ? '' : `,"value":${value}`;
    const json = JSON.stringify({ id: own, type, occurredAt: stamp(happened), attributes }).slice(0, -1) + exact + '}';
    return bytesOf(json) > LONGEST_EVENT ? Promise.resolve('tooLarge') : this.#queue.add(session.id, own, json);
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
      await this.#load();
    } catch (e) {
      this.#fail(undefined, 0, String(e));
    }
    while (this.#queue.size) {
      if (this.#pause.left > 0) {
        return this.#pause.left;
      }
      const session = this.#current();
      const { exchange, asked } = session;
      if (asked < MOST_QUESTIONS && (!exchange || boundOf(exchange) > GOOD_BOUND)) {
        await this.#askTime(session);
      } else {
        await this.#send(session);
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
        await this.#queue.keep(session);
      }
    } else if (status >= 400 && status < 500 && status !== 429) {
      session.asked++;
    } else {
      this.#fail(retryAfter, status, text);
    }
  }

  #envelope(session, events) {
    const held = session.exchange;
    const own = this.#queue.exchangeOf(events[0].session);
    const exchange = own || held;
    // An earlier clock is known by how far it was off: the request agrees with the stamps of its events.
    const sentAt = session.now() + (own && held ? offsetOf(held) - offsetOf(own) : 0);
    const clock = exchange && {
      sentAt: stamp(exchange[0]),
      receivedAt: stamp(exchange[1]),
      respondedAt: stamp(exchange[2]),
      gotAt: stamp(exchange[3]),
    };
    const head = JSON.stringify({ deviceId: this.#options.deviceId, sentAt: stamp(sentAt), clock });
    return `${head.slice(0, -1)},"events":[${events.map(({ json }) => json).join(',')}]}`;
  }

  async #send(session) {
    const events = this.#queue.head(this.#most);
    const [status, retryAfter, text] = await this.#exchange('/v1/events', this.#envelope(session, events));
    const { said, alone, detail } = judge(status, text, events);
    if (said) {
      await this.#settle(events, said);
      const again = said.filter((one) => one === 0).length;
      if (again < events.length) {
        this.#pause.end();
        this.#most = this.#options.batch;
      }
      if (again) {
        this.#fail(retryAfter, status, `${again} events are to be sent again`);
      }
    } else if (!alone) {
      this.#fail(retryAfter, status, detail);
    } else if (events.length > 1) {
      this.#most = events.length >> 1;
    } else {
      await this.#settle(events, [alone]);
    }
  }

  async #settle(events, said) {
    await this.#queue.settle(
      events.filter((_, i) => said[i] !== 0),
      this.#session.now(),
    );
    events.forEach(({ id }, i) => {
      if (said[i] === 1) {
        this.#tell('accepted', id);
      } else if (said[i]) {
        this.#tell('rejected', id, said[i].code, said[i].detail);
      }
    });
  }

  #fail(retryAfter, status, detail) {
    this.#pause.begin(retryAfter);
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
