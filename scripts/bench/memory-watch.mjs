import { memoryMb } from "./process-figures.mjs";

const EVERY_MS = 200;

/**
 * Looks again and again how much memory a process and its descendants have.
 *
 * @param {number} pid
 * @returns {{ end: () => { before: number, most: number } }} megabytes at the beginning and at the most
 */
export function watchMemory(pid) {
  const before = memoryMb(pid);
  let most = before;
  const look = () => (most = Math.max(most, memoryMb(pid)));
  const timer = setInterval(look, EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return { before, most };
    },
  };
}
