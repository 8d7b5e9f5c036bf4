/** So many at once run in the framework to begin with; then as the processor allows. */
const FIRST_AT_ONCE = 16;
const FEWEST_AT_ONCE = 2;
const MOST_AT_ONCE = 128;

/** Above the one share of its time the process is full, below the other it waits for something else than itself. */
const FULL = 0.95;
const WAITING = 0.8;

const FIRST_GUESS_PER_SECOND = 100;

/**
 * Measures what this process can do while more is asked than runs. What runs beyond the processor's strength only makes
 * every turn of its loop longer, and in each turn one new connection is taken in: few at once are answered no later, and
 * who cannot be is told so. What waits for the database leaves room for more.
 */
export function createGauge() {
  let atOnce = FIRST_AT_ONCE;
  let perSecond = FIRST_GUESS_PER_SECOND;
  let answers = 0;
  let at = performance.now();
  let usage = performance.eventLoopUtilization();
  return {
    atOnce: () => atOnce,
    perSecond: () => perSecond,
    answered: () => (answers += 1),
    /** To be called several times a second; `isBusy` when somebody had to wait since the last time. */
    look(isBusy) {
      const [now, used] = [performance.now(), performance.eventLoopUtilization()];
      const { utilization } = performance.eventLoopUtilization(used, usage);
      if (isBusy) {
        if (utilization > FULL) atOnce = Math.max(FEWEST_AT_ONCE, Math.floor(atOnce * 0.7));
        else if (utilization < WAITING) atOnce = Math.min(MOST_AT_ONCE, Math.ceil(atOnce * 1.5));
        perSecond = perSecond * 0.8 + ((answers * 1_000) / (now - at)) * 0.2;
      }
      [answers, at, usage] = [0, now, used];
    },
  };
}
