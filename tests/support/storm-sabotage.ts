import type postgres from "postgres";

/** A guard, how it is taken out of a database, and what a storm must then complain about. */
export type Sabotage = {
  guard: string;
  complaint: RegExp;
  /** Answers how to put it back. */
  takeOut: (sql: postgres.Sql) => Promise<() => Promise<void>>;
};

/** Where two acts would meet: long enough for one to come between. */
const MEANWHILE = "perform pg_sleep(0.1);";

const GRANT_LOCK = "perform 1 from licenses where id = any (p_license_ids) order by id for no key update;";
const SEAT_LOCK = "order by l.id for no key update) l;";
const COUNT_LOCK = "perform 1 from licenses where id = any (v_license_ids) order by id for no key update;";
const COUNT_LIMIT = 'and (l.competitive or l.granted + a.seats <= l."limit")';
const AUDITED = "where r.outcome in ('assigned', 'revoked');";

/** Writes functions anew, each with pieces of it replaced; what is not there to be replaced is an error. */
async function rewrite(sql: postgres.Sql, name: string, ...pieces: [what: string, by: string][]) {
  const [row] = await sql`select pg_get_functiondef(${name}::regproc) as source`;
  const source = String(row?.source);
  const changed = pieces.reduce((text, [what, by]) => {
    const next = text.replace(what, by);
    if (next === text) throw new Error(`${name} has no ${what}.`);
    return next;
  }, source);
  await sql.unsafe(changed);
  return async () => void (await sql.unsafe(source));
}

async function setOnServer(sql: postgres.Sql, name: string, value: string): Promise<void> {
  await sql.unsafe(`alter system set ${name} = ${value}`);
  await sql`select pg_reload_conf()`;
}

export const SABOTAGES: Sabotage[] = [
  {
    guard: "the lock under which a named license is looked at, and the limit in its counter",
    complaint: /\d+ granted of \d+/,
    takeOut: async (sql) => {
      const putBack = [
        await rewrite(
          sql,
          "change_grant_lists",
          [GRANT_LOCK, ""],
          ["if not (p_whole and v_refused)", `${MEANWHILE} $&`],
        ),
        await rewrite(sql, "grants_added", [COUNT_LOCK, ""], [COUNT_LIMIT, ""]),
      ];
      return async () => {
        for (const restore of putBack) await restore();
      };
    },
  },
  {
    guard: "the lock under which seats are counted",
    complaint: /\d+ seats taken of \d+/,
    takeOut: (sql) =>
      rewrite(sql, "open_session", [SEAT_LOCK, "order by l.id) l;"], ["insert into sessions", `${MEANWHILE} $&`]),
  },
  {
    guard: "the trigger that counts grants",
    complaint: /counts \d+ grants, has \d+/,
    takeOut: async (sql) => {
      await sql`alter table grants disable trigger grants_added`;
      await sql`alter table licenses drop constraint licenses_granted_not_negative`;
      return async () => {
        await sql`alter table grants enable trigger grants_added`;
        await sql`update licenses l set granted = (select count(*) from grants g where g.license_id = l.id)`;
        await sql`alter table licenses add constraint licenses_granted_not_negative check (granted >= 0)`;
      };
    },
  },
  {
    guard: "the audit entry of what was revoked",
    complaint: /the journal says|row and audit list differ/,
    takeOut: (sql) => rewrite(sql, "change_grant_lists", [AUDITED, "where r.outcome = 'assigned';"]),
  },
  {
    guard: "the wait for the disk before a write is acknowledged",
    complaint: /the journal says|acknowledged session is gone|journal \d+ \(|: applied, stored false/,
    takeOut: async (sql) => {
      await setOnServer(sql, "wal_writer_delay", "'10s'");
      await setOnServer(sql, "synchronous_commit", "off");
      return async () => {
        await setOnServer(sql, "synchronous_commit", "on");
        await setOnServer(sql, "wal_writer_delay", "'200ms'");
      };
    },
  },
];
