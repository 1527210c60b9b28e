type Awaitable<T> = T | Promise<T>;

/**
 * Where what is queued survives: short texts under names of `[a-z0-9-]`. Each call is whole or has not happened, also when
 * the page or process ends in it. `exclusive`, where several pages share it, runs the work of one of them at a time.
 */
export interface ClientStorage {
  names(): Awaitable<string[]>;
  read(name: string): Awaitable<string | null | undefined>;
  write(name: string, text: string): Awaitable<unknown>;
  delete(name: string): Awaitable<unknown>;
  exclusive?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined;
}

/** What a device knows of time, in milliseconds. */
export interface DeviceClock {
  /** Since the epoch; may be wrong, and may be set at any moment. */
  wall(): number;
  /** Since whenever; never set. */
  elapsed(): number;
  /** Whether `elapsed` goes on while the device sleeps. If not, a wall clock that leaps ahead is a device that slept. */
  countsSleep: boolean;
}

/** Is told what becomes of events. */
export interface ClientListener {
  /** The server has it in its log. */
  accepted?(id: string): void;
  /** The server will never take it, and it is out of the queue; `code` as `too_old`. */
  rejected?(id: string, code: string, detail: string): void;
  /** A request brought nothing, or not all; the rest will be sent again. Status 0 is no answer. */
  failed?(status: number, detail: string): void;
  /** Something in the storage is not what this client wrote, and was deleted. */
  unreadable?(name: string): void;
}

export interface ClientOptions {
  /** As `https://events.example.com`. */
  url: string;
  key: string;
  /** 1 to 128 characters, always the same for a storage. */
  deviceId: string;
  storage: ClientStorage;
  listener?: ClientListener;
  clock?: DeviceClock;
  /** As `Math.random`. */
  random?: () => number;
  fetch?: typeof globalThis.fetch;
  /** The most events that may wait; 10,000. */
  maxEvents?: number;
  /** The most bytes of JSON that may wait; 4 MiB. */
  maxBytes?: number;
  /** The most events of a request, 1 to 1,000; 100. */
  batch?: number;
}

export interface ClientEvent {
  type: string;
  /** An exact decimal: a number, or a text such as `"1.25"`. */
  value?: number | string;
  attributes?: Record<string, string | number | boolean>;
  /** When it happened, by the device's wall clock; now, if it is not given. */
  at?: number;
  /** No other event of this device has it; random, if it is not given. */
  id?: string;
}

/** Only an event that is queued will be sent. One that is not stored may be tracked again, with the same id.
 */
export type Tracked = 'queued' | 'full' | 'tooLarge' | 'notStored';

export declare class TidemarkClient {
  private constructor(options: ClientOptions);
  /** Opens the queue of a storage and goes on with what it holds. */
  static open(options: ClientOptions): Promise<TidemarkClient>;
  /** How many events wait. */
  readonly queued: number;
  track(event: ClientEvent): Promise<Tracked>;
  /** Sends until nothing is left or the next try has to wait; says how many milliseconds, 0 when nothing is left. */
  flush(): Promise<number>;
  /** Flushes every so many milliseconds (10,000) until `stop`. */
  start(everyMillis?: number): void;
  stop(): void;
}

/**
 * The storage of a browser: `localStorage`. Pages of one origin share a queue, and one sends at a time; one that
 * still sees what another has deleted sends it again, with the same id.
 */
export declare function webStorage(
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  prefix?: string,
): ClientStorage;

/** The storage of React Native: an AsyncStorage. */
export declare function asyncStorage(
  storage: {
    getAllKeys(): Promise<readonly string[]>;
    getItem(name: string): Promise<string | null>;
    setItem(name: string, text: string): Promise<void>;
    removeItem(name: string): Promise<void>;
  },
  prefix?: string,
): ClientStorage;
