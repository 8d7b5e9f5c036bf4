import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closePool } from "@/db/client";
import { noteHeartbeat } from "@/lib/access/heartbeats";
import { actorOfToken, hashToken } from "@/lib/access/session";
import { AppError } from "@/lib/errors";
import { termState } from "@/lib/licensing/term";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { watchClock } from "@/lib/use-cases/installation/watch-clock";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { extendSessions } from "@/lib/use-cases/sessions/extend-sessions";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { cleanInstallation } from "@/tests/support/clean-installation";
import { startAppServer } from "@/tests/support/app-server";
import { CAN_FAKE, startFakedPostgres } from "@/tests/support/faked-clock";
import { grant, install } from "@/tests/support/installation";
import { concurrent, DAY_SECONDS, type IssuedLicense, named, nowSeconds } from "@/tests/support/issuer";
import { actorOf, addPerson, PASSWORD, type Person, SYSTEM } from "@/tests/support/people";
import { comesTrue } from "@/tests/support/processes";
import { issuer } from "@/tests/support/worker-database";

const DAY_MS = 86_400_000;
const OPEN = ["done", "granted", "in_force", "1 valid", "open"];
const ENDED = ["license_expired", "license_expired", "expired", "0 valid", "closed"];

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const atSecond = (seconds: number) => new Date(seconds * 1000);

async function answer(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe.skipIf(!CAN_FAKE)("the database's clock", async () => {
  const database = CAN_FAKE ? await startFakedPostgres() : null;
  if (database) process.env.DATABASE_URL = database.url;
  const sql = postgres(process.env.DATABASE_URL ?? "", { max: 2, onnotice: () => {} });

  let license: IssuedLicense;
  let anna: Person;
  let boss: Person;

  const setClock = (to?: Date) => database?.setClock(to);

  afterAll(async () => {
    await Promise.all([closePool(), sql.end()]);
    await database?.stop();
  });

  beforeEach(async () => {
    setClock();
    await cleanInstallation(sql);
    license = named("CALL_CENTER", 50);
    await install(issuer, [license]);
    boss = await addPerson("boss@acme.example", { roles: ["sysadmin"] });
    anna = await addPerson("anna@acme.example");
    await grant(anna.id, license);
    await watchClock();
  });

  const enter = () => answer(() => signIn(anna.address, PASSWORD, "api", "192.0.2.1"));

  async function list(more: { isInForce?: boolean } = {}) {
    return listLicenses(await actorOf(boss), { page: 1, size: 10, q: "", sort: null, ...more });
  }

  /** Whoever judges a term: sign-in, a grant, the rules on the registry's rows, its filter, the sign-in page. */
  async function judged(): Promise<string[]> {
    const { id } = await addPerson(`bob${Math.random()}@acme.example`);
    const [tick] = await changeGrants(SYSTEM, [{ userId: id, licenseId: license.id, held: true }]);
    const { now, licenses } = await list();
    const valid = await list({ isInForce: true });
    const { inForce } = await getInstallationState();
    const states = licenses.filter(({ id: own }) => own === license.id).map((each) => termState(each, now));
    return [
      await enter(),
      tick?.refused?.code ?? "granted",
      states.join(" "),
      `${valid.total} valid`,
      inForce ? "open" : "closed",
    ];
  }

  const isWarned = async () => (await list()).warnings.clock !== null;
  const turns = () => sql`select before, after from audit_entries where act = 'clock_turned_back'`;

  it("400 days ahead ends what ends; set right, it revives nothing, until a newer certificate heals it", async () => {
    expect(await judged()).toEqual(OPEN);
    setClock(inDays(400));
    expect(await judged()).toEqual(ENDED);
    await watchClock();
    setClock();
    await watchClock();
    expect(await judged()).toEqual(ENDED);
    expect([await isWarned(), await turns()]).toEqual([true, [expect.anything()]]);
    await watchClock();
    expect(await turns()).toHaveLength(1);

    await install(issuer, [license]);
    expect(await judged()).toEqual(OPEN);
    expect(await isWarned()).toBe(false);
    await watchClock();
    expect(await judged()).toEqual(OPEN);
  });

  it("400 days behind revives nothing and shuts nobody out; a certificate issued since then still counts", async () => {
    const old = named("EMAIL", 5, { not_before: nowSeconds() - 500 * DAY_SECONDS, not_after: nowSeconds() - 5 });
    await install(issuer, [license, old]);
    setClock(inDays(-400));
    await watchClock();
    const { now, licenses, warnings } = await list();
    expect(licenses.map((each) => `${each.product} ${termState(each, now)}`)).toEqual([
      "CALL_CENTER in_force",
      "EMAIL expired",
    ]);
    expect(warnings.clock).not.toBeNull();
    expect(await enter()).toBe("done");

    const renewed = { ...license, not_before: nowSeconds() + 3600, not_after: nowSeconds() + 9 * DAY_SECONDS };
    await install(issuer, [renewed], { iat: nowSeconds() + 3601 });
    expect(await judged()).toEqual(OPEN);
    // The certificate says itself that the clock is wrong.
    expect(await isWarned()).toBe(true);
    setClock(atSecond(renewed.not_after + 1));
    expect(await judged()).toEqual(ENDED);
  });

  it("the very same certificate, or an older one, heals nothing", async () => {
    const text = await install(issuer, [license]);
    const older = await issuer.issue({ licenses: [license], iat: 1_600_000_000 });
    setClock(inDays(400));
    await watchClock();
    setClock();
    await watchClock();
    const { importCertificate } = await import("@/lib/use-cases/licenses/import-certificate");
    expect((await importCertificate(null, text)).plan.unchanged).toBe(true);
    expect(await answer(() => importCertificate(null, older))).toBe("certificate_superseded");
    expect(await judged()).toEqual(ENDED);
  });

  it("a second before the end everything is open, at the end nothing; a second back it stays ended", async () => {
    setClock(atSecond(license.not_after - 1));
    expect(await enter()).toBe("done");
    setClock(atSecond(license.not_after));
    expect(await judged()).toEqual(ENDED);
    await watchClock();
    setClock(atSecond(license.not_after - 1));
    expect(await judged()).toEqual(ENDED);
    // So little is no fault of the clock.
    await watchClock();
    expect([await isWarned(), (await turns()).length]).toEqual([false, 0]);
  });

  it("a second before the beginning nothing is open, at the beginning everything", async () => {
    const begin = nowSeconds() + 3 * DAY_SECONDS;
    license = { ...license, not_before: begin };
    await install(issuer, [license]);
    setClock(atSecond(begin - 1));
    // Nothing is in force: rule 5 speaks first.
    expect((await judged()).slice(1)).toEqual(["license_not_started", "not_started", "0 valid", "closed"]);
    setClock(atSecond(begin));
    expect(await judged()).toEqual(OPEN);
  });

  it("without what the database remembers, a clock set back would revive everything: this test can fail", async () => {
    setClock(inDays(400));
    await watchClock();
    setClock();
    await sql`delete from clock_marks`;
    expect(await judged()).toEqual(OPEN);
  });

  it("set back, it revives no session and no access token, keeps who is signed in, and frees seats in time", async () => {
    const seats = concurrent("CALL_MANAGER", 5);
    await install(issuer, [license, seats]);
    await grant(anna.id, seats);
    const lapsed = await signIn(anna.address, PASSWORD, "api", "192.0.2.1");
    const owner = await actorOf(boss);
    const key = await addToken(owner, boss.address, { name: "export", scope: "read", days: 1 });
    setClock(inDays(2));
    await watchClock();
    const living = await signIn(boss.address, PASSWORD, "api", "192.0.2.1");
    await sql`insert into seats (license_id, user_id, ends_at) values (${seats.id}, ${boss.id}, now() + interval '30 minutes')`;
    setClock();
    expect(await answer(() => actorOfToken(key.secret))).toBe("unauthenticated");
    await watchClock();
    expect(await answer(() => actorOfToken(lapsed.token))).toBe("unauthenticated");
    expect(await answer(() => actorOfToken(living.token))).toBe("done");
    expect(
      await sql`select user_id::text, ends_at < now() + interval '31 minutes' as soon from seats where ends_at > now()`,
    ).toEqual([{ user_id: boss.id, soon: true }]);
    const fresh = await addToken(owner, boss.address, { name: "new", scope: "read", days: 1 });
    expect(await answer(() => actorOfToken(fresh.secret))).toBe("done");
  });

  it("set back, it leaves alone who signed in or was active before that was noticed", async () => {
    const seats = concurrent("CALL_MANAGER", 5);
    await install(issuer, [license, seats]);
    for (const { id } of [anna, boss]) await grant(id, seats);
    setClock(inDays(2));
    await watchClock();
    await sql`insert into attempts (key, count, ends_at) values ('failures', 10, now() + interval '5 minutes')`;
    const before = await signIn(boss.address, PASSWORD, "api", "192.0.2.1");
    const idle = await signIn(boss.address, PASSWORD, "browser", "192.0.2.1");
    setClock();
    const after = await signIn(anna.address, PASSWORD, "api", "192.0.2.1");
    noteHeartbeat(hashToken(before.token));
    await extendSessions();
    await watchClock();
    for (const { token } of [before, idle, after]) expect(await answer(() => actorOfToken(token))).toBe("done");
    const near = (end: string, minutes: number) =>
      sql.unsafe(`abs(extract(epoch from ${end} - now()) / 60 - ${minutes}) < 1`);
    const kept = await sql`select 1 from sessions where ${near("idle_ends_at", 30)} and ${near("ends_at", 720)}`;
    const seated = await sql`select 1 from seats where ${near("ends_at", 30)}`;
    const locked = await sql`select 1 from attempts where ${near("ends_at", 5)}`;
    expect([kept.length, seated.length, locked.length]).toEqual([3, 2, 1]);
  });

  it("a running installation warns on its pages and in its log, and each process notices by itself", async () => {
    const databaseUrl = process.env.DATABASE_URL ?? "";
    const server = await startAppServer({ databaseUrl, issuersPath: issuer.issuersPath });
    try {
      setClock(inDays(3));
      const told = async () => (await sql`select 1 from clock_marks where newest > now() - interval '1 minute'`).length;
      expect(await comesTrue(async () => (await told()) === 1)).toBe(true);
      setClock();
      expect(await comesTrue(() => server.output().includes("the database's clock stands behind"))).toBe(true);
      const { token } = await signIn(boss.address, PASSWORD, "browser", "192.0.2.1");
      const read = async (path: string, language: string) => {
        const headers = { cookie: `seatwise.session=${token}`, "accept-language": language };
        return (await fetch(server.url + path, { headers })).text();
      };
      expect(await read("/licenses", "en")).toContain("The clock of the database was set back");
      expect(await read("/licenses/users", "uk")).toContain("Годинник бази даних переведено назад");
      await install(issuer, [license]);
      expect(await read("/licenses", "en")).not.toContain("was set back");
      expect(await comesTrue(() => server.output().includes("clock is right again"))).toBe(true);
    } finally {
      await server.stop();
    }
  });
});
