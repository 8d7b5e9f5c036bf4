import type postgres from "postgres";
import { UnavailableError } from "@/lib/errors";
import { createTurns, endTurn } from "./turns";

/** A connection that speaks as the bounded role: of itself it sees nothing. `isOpen` as far as is known. */
type Lane = { sql: postgres.Sql; isOpen: boolean };

/** `prepare`: the connection keeps its plan. */
export type Statement = { text: string; params: unknown[]; prepare: boolean };

export type WalledLanes = {
  send<Row extends object>(domainId: string, statement: Statement, signal: AbortSignal): Promise<Row[]>;
  end(options: { timeout: number }): Promise<void>;
};

/**
 * Connections on which a statement is asked within one domain. Its transaction opens, is told role and domain and ends
 * around the statement in the same round trip, and what it was told ends with it: nothing is left for whoever comes next,
 * however it fails. What loses its beginning sees nothing, since `role`, as which connections open too, has no domain.
 * `connect` opens the connection of one lane; `onclose` is to be called when it is gone.
 */
export function createLanes(role: string, most: number, connect: (onclose: () => void) => postgres.Sql): WalledLanes {
  const lanes: Lane[] = [];
  /** The one used last comes last, so that those beyond need may close. */
  const free: Lane[] = [];
  const turns = createTurns(most);

  function add(): Lane {
    const lane: Lane = { sql: connect(() => void (lane.isOpen = false)), isOpen: false };
    lanes.push(lane);
    return lane;
  }

  function leave(lane: Lane, giveBack: () => void): void {
    free.push(lane);
    giveBack();
  }

  async function send<Row extends object>(
    domainId: string,
    { text, params, prepare }: Statement,
    signal: AbortSignal,
  ): Promise<Row[]> {
    if (!/^\d{1,19}$/.test(domainId)) throw new Error("A domain's id is a number.");
    const giveBack = await turns.take(signal);
    const lane = free.pop() ?? add();
    const begin = lane.sql.unsafe(`begin; set local role ${role}; set local seatwise.domain = '${domainId}'`).execute();
    const begun = begin.then(() => void (lane.isOpen = true));
    const sent: Promise<unknown>[] = [begun];
    try {
      // A connection that has to be opened may fail to: then nothing else is sent over it.
      if (!lane.isOpen) await begun;
      if (signal.aborted) {
        sent.push(lane.sql.unsafe("rollback").execute());
        throw signal.reason;
      }
      const act = lane.sql.unsafe<Row[]>(text, params as never[], { prepare }).execute();
      const end = lane.sql.unsafe("commit").execute();
      sent.push(act, end);
      const [, rows, { command }] = await Promise.all([begun, act, end]);
      if (command !== "COMMIT") throw new Error("The statement was rolled back.");
      // Closed meanwhile: the driver may have sent the end over the next connection, where it ended nothing.
      if (!lane.isOpen) throw new UnavailableError("The connection was lost before the end of the statement.");
      return rows;
    } finally {
      void Promise.allSettled(sent).then((ends) => {
        const failed = ends.find((each) => each.status === "rejected");
        return endTurn(() => leave(lane, giveBack), failed?.reason);
      });
    }
  }

  const end: WalledLanes["end"] = async (options) => void (await Promise.all(lanes.map(({ sql }) => sql.end(options))));
  return { send, end };
}
