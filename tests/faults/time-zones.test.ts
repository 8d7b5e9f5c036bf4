import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findAuditBatch } from "@/db/queries/audit";
import { formatDate, formatDateTime } from "@/lib/dates";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { type AppServer, startAppServer } from "@/tests/support/app-server";
import { install } from "@/tests/support/installation";
import { DAY_SECONDS, named } from "@/tests/support/issuer";
import { addPerson, PASSWORD } from "@/tests/support/people";
import { databaseUrl, issuer, sql } from "@/tests/support/worker-database";

/** Zones and the two days of 2026 on which their clocks change; in the last two the day itself begins twice, or at one. */
const ZONES = [
  ["Europe/Kyiv", "2026-03-29", "2026-10-25"],
  ["America/New_York", "2026-03-08", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-04-05", "2026-10-04"],
  ["Atlantic/Azores", "2026-03-29", "2026-10-25"],
  ["America/Santiago", "2026-04-05", "2026-09-06"],
  ["America/Havana", "2026-03-08", "2026-11-01"],
  ["UTC", "2026-03-29", "2026-10-25"],
] as const;

const NO_FILTER = { q: "", license: "", act: "", from: "", till: "", actId: "" };

/** dd.MM.yyyy of yyyy-MM-dd. */
const written = (day: string) => day.split("-").toReversed().join(".");
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_SECONDS * 1000).toISOString().slice(0, 10);

/** An entry every ten minutes from two days before the day until two days after it. */
async function writeEntries(day: string): Promise<void> {
  await sql`
    insert into audit_entries (at, act, act_id, actor_kind, actor_name)
    select at, 'set_role', gen_random_uuid(), 'system', 'test'
    from generate_series(${day}::timestamptz - interval '2 days', ${day}::timestamptz + interval '3 days', interval '10 minutes') at`;
}

describe("days are those of the installation's time zone", () => {
  it.each(ZONES.flatMap(([zone, ...days]) => days.map((day) => [zone, day] as const)))(
    "in %s around %s, each entry belongs to the day that is written beside it, and to no other",
    async (timeZone, day) => {
      await writeEntries(day);
      for (const each of [-1, 0, 1].map((days) => dayAfter(day, days))) {
        const filter = { ...NO_FILTER, from: each, till: each };
        const found = await findAuditBatch(filter, null, { timeZone, behind: null, batch: 1000 });
        const all = await sql`select id::text, at from audit_entries`;
        const expected = all.filter(({ at }) => formatDate(at, timeZone) === written(each)).map(({ id }) => id);
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected));
        expect(found.length).toBeGreaterThan(130);
      }
    },
  );
});

describe("pages and CSV", () => {
  const timeZone = "America/Santiago";
  let server: AppServer;

  beforeAll(async () => {
    server = await startAppServer({
      databaseUrl,
      issuersPath: issuer.issuersPath,
      variables: { TIME_ZONE: timeZone, TZ: "Asia/Kolkata" },
    });
  });

  afterAll(() => server?.stop());

  let cookie: string;

  beforeEach(async () => {
    // Half past eleven in the evening of the day that has 25 hours, a second time.
    const end = Date.parse("2027-04-04T03:30:00Z") / 1000;
    await install(issuer, [
      named("CALL_CENTER", 5, { not_before: Date.parse("2026-09-06T04:00:00Z") / 1000, not_after: end }),
    ]);
    const boss = await addPerson("boss@acme.example", { roles: ["sysadmin"] });
    cookie = `seatwise.session=${(await signIn(boss.address, PASSWORD)).token}`;
  });

  const read = async (path: string) => (await fetch(server.url + path, { headers: { cookie } })).text();

  it("show the same days, whatever the machine's own zone is", async () => {
    const page = await read("/licenses");
    expect(page).toContain("06.09.2026");
    expect(page).toContain("03.04.2027");
    await writeEntries("2026-09-06");
    const csv = (await read("/audit/csv?from=2026-09-06&till=2026-09-06")).trim().split("\r\n");
    const all = await sql`select at from audit_entries order by at desc`;
    const times = all.map(({ at }) => formatDateTime(at, timeZone)).filter((time) => time.startsWith("06.09.2026"));
    expect(csv.slice(1).map((line) => line.split(",")[1])).toEqual(times);
    // The day begins at one.
    expect(times).toHaveLength(23 * 6);
    expect(times.at(-1)).toBe("06.09.2026 01:00:00");
    const audit = await read("/audit?from=2026-09-06&till=2026-09-06&size=10");
    expect(audit).toContain("06.09.2026 23:50:00");
    expect(audit).not.toContain("07.09.2026");
    expect(audit).toContain(timeZone);
  });
});
