import type postgres from "postgres";
import { UnavailableError } from "@/lib/errors";
import { createTurns, endTurn } from "./turns";
import type { Statement } from "./walled-lanes";

export type Connections = {
  send<Row extends object>(statement: Statement, signal: AbortSignal): Promise<Row[]>;
  end(options: { timeout: number }): Promise<void>;
};

/**
 * Up to `most` connections, each with one statement at a time. The one used last is the first to be used again: it knows the
 * statements and keeps what it has read of the catalog, while those beyond need close. `connect` opens a driver of one connection.
 */
export function createConnections(most: number, connect: () => postgres.Sql): Connections {
  const drivers: postgres.Sql[] = [];
  /** The one used last comes last. */
  const free: postgres.Sql[] = [];
  const turns = createTurns(most);

  let isEnded = false;

  function add(): postgres.Sql {
    if (isEnded) throw new UnavailableError("The connections have ended.");
    const driver = connect();
    drivers.push(driver);
    return driver;
  }

  async function send<Row extends object>({ text, params, prepare }: Statement, signal: AbortSignal): Promise<Row[]> {
    const giveBack = await turns.take(signal);
    let driver: postgres.Sql | undefined;
    const leave = () => {
      if (driver) free.push(driver);
      giveBack();
    };
    try {
      driver = free.pop() ?? add();
      const rows = await driver.unsafe<Row[]>(text, params as never[], { prepare });
      leave();
      return rows;
    } catch (error) {
      endTurn(leave, error);
      throw error;
    }
  }

  const end: Connections["end"] = async (options) => {
    isEnded = true;
    await Promise.all(drivers.map((driver) => driver.end(options)));
  };
  return { send, end };
}
