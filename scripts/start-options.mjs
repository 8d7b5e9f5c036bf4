import { availableParallelism } from "node:os";

/** Beyond it a machine has other limits: memory, and the connections of the database. */
const MOST_WORKERS = 64;

const USAGE = 'The options are --empty and --workers N (a whole number, or "auto" for one per processor)';

/**
 * The words after `npm start --`.
 *
 * @param {string[]} argv
 * @param {(fault: string | null) => void} check hears one sentence for each fault
 * @returns {{ empty: boolean, workers: number }} `workers` is how many processes serve: 1 unless asked for more
 */
export function readOptions(argv, check) {
  const options = { empty: false, workers: 1 };
  const words = argv.flatMap((word) => (word.startsWith("--workers=") ? ["--workers", word.slice(10)] : [word]));
  for (let nth = 0; nth < words.length; nth++) {
    if (words[nth] === "--empty") options.empty = true;
    else if (words[nth] === "--workers") options.workers = readWorkers(words[++nth], check);
    else check(`${USAGE}; leave out "${words[nth]}".`);
  }
  return options;
}

function readWorkers(text = "", check) {
  if (text === "auto") return Math.min(availableParallelism(), MOST_WORKERS);
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  check(`--workers is "${text}"; give it a whole number from 1 to ${MOST_WORKERS}, or "auto" for one per processor.`);
  return 1;
}
