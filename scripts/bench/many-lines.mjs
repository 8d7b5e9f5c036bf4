import { measuredTwice, spreadLine } from "./report.mjs";
import { summary } from "./statistics.mjs";

const ROUNDS = 3;
const LIMIT_S = 0.5;

/**
 * One license for ten thousand users at once, or all of a smaller data set: the preview, the one statement that assigns,
 * the one that takes back, each with what the product makes of the answer.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export function manyLines({ signal }, { product, users, licenses: [, license] }) {
  const ask = () => product.ask("many", { users, licenses: [license] });
  return measuredTwice(async () => {
    await ask();
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      signal.throwIfAborted();
      rounds.push(await ask());
    }
    const lines = ["preview", "assign", "revoke"].map((act) =>
      spreadLine(`many: ${act}, ${users.length} users`, "s", summary(rounds.map((ms) => ms[act] / 1_000)), LIMIT_S),
    );
    return { lines, details: { many: rounds } };
  });
}
