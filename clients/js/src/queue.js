// The events of a storage in the order in which they were tracked, and the exchanges of the sessions that stamped them. An
// event has a name and a text of its own in the storage, from when it is queued until it is settled: a kill between two
// calls of the storage loses nothing and brings nothing back.
import { parse } from './answer.js';
import { isExchange, isYoung } from './session.js';

const LONGEST_REQUEST = 512 * 1024;
// event-<place>-<session> or clock-<session>
const NAME = /^(event|clock)(?:-(\d{15}))?-(\w{10})$/;
const CLOCK = 'clock-';

export const bytesOf = (text) => new TextEncoder().encode(text).length;

export class EventQueue {
  #storage;
  #maxEvents;
  #maxBytes;
  #events = []; // {name, id, session, json, bytes}, by name
  #settled = new Set(); // names that are settled and could not be deleted yet
  #clocks = new Map(); // exchanges of earlier sessions whose events wait
  #bytes = 0;
  #place = 0;
  #last = Promise.resolve();

  constructor(storage, maxEvents, maxBytes) {
    this.#storage = storage;
    this.#maxEvents = maxEvents;
    this.#maxBytes = maxBytes;
  }

  get size() {
    return this.#events.length;
  }

  // One after the other, so that the order of calls is the order of the queue.
  #inTurn(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Reads the storage; also finds what another page of it has queued and sent. */
  load(own, unreadable) {
    return this.#inTurn(async () => {
      await this.#deleteSettled();
      const names = await this.#storage.names();
      const there = new Set(names);
      this.#events = this.#events.filter(({ name }) => there.has(name));
      const known = new Set(this.#events.map(({ name }) => name));
      for (const name of names) {
        const [, kind, place, session] = NAME.exec(name) || [];
        if (!kind || known.has(name) || this.#settled.has(name) || name === CLOCK + own) {
          continue;
        }
        const text = await this.#storage.read(name);
        const value = parse(text);
        if (place && value.id) {
          this.#events.push({ name, id: value.id, session, json: text, bytes: bytesOf(text) });
          this.#place = Math.max(this.#place, +place);
        } else if (!place && isExchange(value)) {
          this.#clocks.set(session, value);
        } else if (text != null) {
          await this.#storage.delete(name);
          unreadable(name);
        }
      }
      this.#events.sort((a, b) => (a.name < b.name ? -1 : 1));
      this.#bytes = this.#events.reduce((sum, { bytes }) => sum + bytes, 0);
    });
  }

  add(session, id, json) {
    const bytes = bytesOf(json);
    return this.#inTurn(async () => {
      if (this.#events.length + this.#settled.size >= this.#maxEvents || this.#bytes + bytes > this.#maxBytes) {
        return 'full';
      }
      const name = `event-${String(++this.#place).padStart(15, '0')}-${session}`;
      try {
        await this.#storage.write(name, json);
      } catch {
        // It may be there all the same: whoever queued it is told that it is not, so it has to go.
        await this.#delete(name);
        return 'notStored';
      }
      this.#bytes += bytes;
      this.#events.push({ name, id, session, json, bytes });
      return 'queued';
    });
  }

  /** The first events, of one session, as many as a request may carry; at least one, if there is any. */
  head(most) {
    const head = [];
    let size = 0;
    for (const event of this.#events) {
      const fits = head.length < most && size + event.bytes <= LONGEST_REQUEST;
      if (head.length && (!fits || event.session !== head[0].session)) {
        break;
      }
      head.push(event);
      size += event.bytes;
    }
    return head;
  }

  /** Takes events out for good, and with them the exchanges that no event needs. */
  async settle(done, now) {
    const gone = new Set(done);
    this.#events = this.#events.filter((event) => !gone.has(event));
    for (const { name, bytes } of done) {
      this.#bytes -= bytes;
      await this.#delete(name);
    }
    await this.#deleteSettled();
    for (const [session, exchange] of this.#clocks) {
      // Where pages share the storage, another one's session may have no event at the moment.
      const shared = this.#storage.exclusive && exchange && isYoung(exchange, now);
      if (!shared && !this.#events.some((event) => event.session === session)) {
        this.#clocks.delete(session);
        await this.#delete(CLOCK + session);
      }
    }
  }

  /** The exchange of an earlier session, if it had one. */
  exchangeOf(session) {
    return this.#clocks.get(session);
  }

  /** Remembers the exchange of a session that is over. */
  remember(session) {
    this.#clocks.set(session.id, session.exchange);
  }

  /** Keeps the exchange of the session that is on, for what is sent after a restart. */
  async keep(session) {
    try {
      await this.#storage.write(CLOCK + session.id, JSON.stringify(session.exchange));
    } catch {
      // It is held all the same; only a restart would not know it.
    }
  }

  async #delete(name) {
    try {
      await this.#storage.delete(name);
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
}
