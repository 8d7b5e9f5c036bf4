import { setFlagsFromString } from "node:v8";

/** Percent beyond what is alive. */
const GARBAGE = 100;

/**
 * Has the heap cleared once it is twice what is alive. Left to itself, V8 lets it grow to four times that on a machine with
 * much memory, and a flood of requests fills all of it. This is no limit: what an act needs it gets.
 *
 * @see https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
export function clearHeapEarly() {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE}`);
}
