// What the device's clock is worth: sessions, and the exchange that tells how far the clock is off.

const LONGEST_SESSION = 6 * 3_600_000; // A quartz is off by up to 0.1 ‰: by two seconds then.
const SLEPT = 2_000; // How far the wall clock may lead before the elapsed time is taken to have stood still.

export const stamp = (millis) => new Date(millis).toISOString();

// RFC 5905, section 8: what has to be added to the device's time, and half the round trip.
export const offsetOf = (e) => Math.floor((e[1] - e[0] + e[2] - e[3]) / 2);
export const boundOf = (e) => Math.ceil((e[3] - e[0] - (e[2] - e[1])) / 2);
export const isExchange = (e) =>
  Array.isArray(e) &&
  e.length === 4 &&
  e.every(Number.isFinite) &&
  e[2] >= e[1] &&
  e[3] - e[0] >= e[2] - e[1];

/** Whether an exchange belongs to a session that may still be on, on another page. */
export const isYoung = (exchange, now) => now - exchange[3] < LONGEST_SESSION;

export const systemClock = {
  wall: () => Date.now(),
  elapsed: () => performance.now(),
  countsSleep: false,
};

/**
 * A stretch of time in which the device's clock is one clock: it begins with the wall clock and goes on with the elapsed
 * time, so nobody can set it. One offset holds for all of it.
 */
export const newSession = (clock, random) => {
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
