import { availableParallelism } from "node:os";

/** Beyond it a machine has other limits: memory, and the connections of the database. */
const MOST_WORKERS = 64;

const USAGE =
  'The options are --empty and --workers N (a whole number, or "auto" for one per processor), or --build-only alone';

/**
 * @param {string[]} argv words after `npm start --`
 * @returns {boolean}
 */
export function asksForHelp(argv) {
  return argv.some((word) => ["--help", "-h", "help"].includes(word));
}

/**
 * Whether only the packages and the build are wanted, which ask for no settings and no database.
 *
 * @param {string[]} argv words after `npm start --`
 * @returns {boolean}
 */
export function asksToBuild(argv) {
  return argv.length === 1 && argv[0] === "--build-only";
}

/**
 * The words after `npm start --`.
 *
 * @param {string[]} argv
 * @param {(fault: string | null) => void} check hears one sentence for each fault
 * @param {Record<string, string | undefined>} [env] in which npm tells what it has kept to itself
 * @returns {{ empty: boolean, workers: number }} `workers` is how many processes serve: 1 unless asked for more
 */
export function readOptions(argv, check, env = {}) {
  const options = { empty: false, workers: 1 };
  const meant = swallowedByNpm(argv, env);
  if (meant !== null) {
    check(`Options behind npm start need "--" before them, or npm keeps them to itself: write npm start -- ${meant}.`);
    return options;
  }
  const words = argv.flatMap((word) => (word.startsWith("--workers=") ? ["--workers", word.slice(10)] : [word]));
  for (let nth = 0; nth < words.length; nth++) {
    if (words[nth] === "--empty") options.empty = true;
    else if (words[nth] === "--workers") options.workers = readWorkers(words[++nth], check);
    else check(`${USAGE}; leave out "${words[nth]}".`);
  }
  return options;
}

/**
 * What was typed without the "--" that npm asks for: npm takes the names away and leaves their values.
 *
 * @returns {string | null} the options as they were meant, or null when nothing is missing
 */
function swallowedByNpm(argv, env) {
  const isNpm = env.npm_lifecycle_event === "start";
  const given = isNpm ? env.npm_config_workers : undefined;
  const value = argv.find((word) => /^(\d+|auto)$/.test(word));
  const isLeftOver = given === "true" || argv.every((word) => !word.startsWith("-"));
  const workers = given !== undefined && given !== "true" ? given : isLeftOver ? value : undefined;
  const isEmpty = isNpm && env.npm_config_empty === "true";
  if (isNpm && env.npm_config_build_only === "true") return "--build-only";
  if (workers === undefined && !isEmpty) return null;
  return [isEmpty && "--empty", workers && `--workers ${workers}`].filter(Boolean).join(" ");
}

function readWorkers(text = "", check) {
  if (text === "auto") return Math.min(availableParallelism(), MOST_WORKERS);
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  check(`--workers is "${text}"; give it a whole number from 1 to ${MOST_WORKERS}, or "auto" for one per processor.`);
  return 1;
}
