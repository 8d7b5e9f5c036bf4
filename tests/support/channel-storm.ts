import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";

/** Long enough that whoever does not wait for the others counts before they are committed. */
const HELD_MS = 15;

/**
 * Enables each channel on a connection of its own, all at once, past the application; every transaction stays open for
 * a moment. Answers what the database said to each.
 */
export async function channelStorm(url: string, ids: string[]): Promise<string[]> {
  const enable = async (id: string) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    try {
      return await sql.begin(async (act) => {
        const actor = act.json({ kind: "system", id: null, name: "storm" });
        const [row] = await act<{ outcome: string }[]>`
          select enable_channel(${id}, null, ${actor}, gen_random_uuid()) ->> 'outcome' as outcome`;
        await wait(HELD_MS);
        return row?.outcome ?? "";
      });
    } finally {
      await sql.end();
    }
  };
  return Promise.all(ids.map(enable));
}
