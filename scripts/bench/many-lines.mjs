import { randomUUID } from "node:crypto";
import { query } from "./database-login.mjs";
import { measuredTwice, spreadLine } from "./report.mjs";
import { ratio } from "./side-by-side.mjs";
import { summary } from "./statistics.mjs";

const ROUNDS = 5;
const LIMIT_S = 0.5;
const BY_HAND = 1.5;

/** Thrown to take the rows away again. */
const UNDO = new Error("Measured; nothing of it stays.");

/**
 * Milliseconds in which the rows that the act leaves are written, by two statements that decide nothing: the grants with what their
 * table asks of each, and their audit entries.
 */
async function rowsAlone(url, users, license) {
  let taken = 0;
  await query(url, (sql) =>
    sql.begin(async (write) => {
      const begun = performance.now();
      await write`
        insert into grants (user_id, license_id)
        select id::bigint, ${license} from jsonb_array_elements_text(${write.json(users)}) as u(id)`;
      await write`
        insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id, license_id, before, after)
        select 'assign_license', ${randomUUID()}, 'user', '1', 'admin@site.example', u.id, ${license},
          jsonb_build_object('held', false, 'user', u.name, 'product', 'WFM'),
          jsonb_build_object('held', true, 'user', u.name, 'product', 'WFM')
        from users u where u.id in (select id::bigint from jsonb_array_elements_text(${write.json(users)}) as w(id))`;
      taken = performance.now() - begun;
      throw UNDO;
    }),
  ).catch((error) => {
    if (error !== UNDO) throw error;
  });
  return taken;
}

/**
 * One license for ten thousand users at once, or all of a smaller data set: the preview, the one statement that assigns,
 * the one that takes back, each with what the product makes of the answer; and beside the one that assigns its rows alone.
 *
 * @param {import("./measure-all.mjs").Context} context
 * @param {Awaited<ReturnType<typeof import("./write-lines.mjs").openWrites>>} writes
 */
export function manyLines({ signal }, { url, product, users, licenses: [, license] }) {
  const ask = async () => ({
    ...(await product.ask("many", { users, licenses: [license] })),
    rows: await rowsAlone(url, users, license),
  });
  return measuredTwice(async () => {
    await ask();
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      signal.throwIfAborted();
      rounds.push(await ask());
    }
    const of = (act) => rounds.map((ms) => ms[act]);
    const seconds = (act) => summary(of(act).map((ms) => ms / 1_000));
    const lines = ["preview", "assign", "revoke"].map((act) =>
      spreadLine(`many: ${act}, ${users.length} users`, "s", seconds(act), LIMIT_S),
    );
    lines.push(spreadLine("many: assign : the same rows by hand", "×", ratio(of("assign"), of("rows")), BY_HAND));
    return { lines, details: { many: rounds } };
  });
}
