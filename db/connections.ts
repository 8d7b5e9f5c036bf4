import type postgres from "postgres";
import { UnavailableError } from "@/lib/errors";
import { createTurns, endTurn } from "./turns";

/** `prepare`: the connection keeps its plan. */
export type Statement = { text: string; params: unknown[]; prepare: boolean };

export type Connections<Connection> = {
  /** `leave` is to be called once, with what the work over the connection failed with, undefined where it did not. */
  take(signal: AbortSignal): Promise<{ connection: Connection; leave: (error?: unknown) => void }>;
  end(options: { timeout: number }): Promise<void>;
};

/**
 * Up to `most` connections, each with one user at a time. The one used last is the first to be used again: it knows the
 * statements and keeps what it has read of the catalog; those that are not needed stay idle, and close. `open` makes one that connects
 * when it is needed.
 * @throws UnavailableError from `take`, where a new connection is needed after the end.
 */
export function createConnections<Connection extends { sql: { end(options: { timeout: number }): Promise<void> } }>(
  most: number,
  open: () => Connection,
): Connections<Connection> {
  const all: Connection[] = [];
  /** The one used last comes last. */
  const free: Connection[] = [];
  const turns = createTurns(most);
  let isEnded = false;

  function add(): Connection {
    if (isEnded) throw new UnavailableError("The connections have ended.");
    const connection = open();
    all.push(connection);
    return connection;
  }

  async function take(signal: AbortSignal) {
    const giveBack = await turns.take(signal);
    try {
      const connection = free.pop() ?? add();
      const leave = () => {
        free.push(connection);
        giveBack();
      };
      return { connection, leave: (error?: unknown) => endTurn(leave, error) };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async function end(options: { timeout: number }): Promise<void> {
    isEnded = true;
    await Promise.all(all.map(({ sql }) => sql.end(options)));
  }

  return { take, end };
}

/** Connections that see all domains. */
export type Pool = Connections<{ sql: postgres.Sql }>;

/** Sends one statement over one of them and answers its rows. */
export async function sendOver<Row extends object>(
  pool: Pool,
  { text, params, prepare }: Statement,
  signal: AbortSignal,
): Promise<Row[]> {
  const { connection, leave } = await pool.take(signal);
  try {
    const rows = await connection.sql.unsafe<Row[]>(text, params as never[], { prepare });
    leave();
    return rows;
  } catch (error) {
    leave(error);
    throw error;
  }
}
