/**
 * How long to wait before the next try: from one second doubling to five minutes, of which chance takes up to half; never
 * less than the server asked for, and up to a fifth more, so that the devices of an outage do not all come back at once.
 */
export class RetryPause {
  #clock;
  #random;
  #failures = 0;
  #until = -Infinity;

  constructor(clock, random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** The server took something: the next trouble begins small. */
  end() {
    this.#failures = 0;
  }

  begin(retryAfter) {
    const own = Math.min(300_000, 1_000 * 2 ** this.#failures++);
    const asked = 1_000 * Math.max(0, Math.min(3_600, Number(retryAfter) || 0));
    const wait = Math.max((own / 2) * (1 + this.#random()), asked * (1 + this.#random() / 5));
    this.#until = this.#clock.elapsed() + wait;
  }

  /** Milliseconds that it still lasts; none or less when it is over. */
  get left() {
    return this.#until - this.#clock.elapsed();
  }
}
