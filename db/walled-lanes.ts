import type postgres from "postgres";
import { UnavailableError } from "@/lib/errors";
import { createConnections, type Statement } from "./connections";

/** A connection that speaks as the bounded role: of itself it sees nothing. `isOpen` as far as is known. */
type Lane = { sql: postgres.Sql; isOpen: boolean };

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
  const lanes = createConnections(most, () => {
    const lane: Lane = { sql: connect(() => void (lane.isOpen = false)), isOpen: false };
    return lane;
  });

  async function send<Row extends object>(
    domainId: string,
    { text, params, prepare }: Statement,
    signal: AbortSignal,
  ): Promise<Row[]> {
    if (!/^\d{1,19}$/.test(domainId)) throw new Error("A domain's id is a number.");
    const { connection: lane, leave } = await lanes.take(signal);
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
        return leave(failed?.reason);
      });
    }
  }

  return { send, end: (options) => lanes.end(options) };
}
