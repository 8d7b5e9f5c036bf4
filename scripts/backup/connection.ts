import postgres from "postgres";

/** No limits of time, and forms that mean the same on every server; row security may refuse, never filter silently. */
const SESSION = {
  application_name: "seatwise-backup",
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  row_security: "off",
  DateStyle: "ISO",
  TimeZone: "UTC",
  extra_float_digits: 3,
};

/** Does the work over one connection of its own and closes it. */
export async function withConnection<T>(databaseUrl: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 20, onnotice: () => {}, connection: SESSION });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
