import { describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { enableDomain } from "@/lib/use-cases/directory/enable-domain";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { addChannels } from "@/tests/support/channels";
import { addClerk, giveRole } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { untilWaiting } from "@/tests/support/open-transactions";
import { addActors, addCrowd, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, counted, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const DOMAIN = "globex.example";
const UNKNOWN = { code: "unauthenticated" };

/** anna of globex.example is signed in with a named and a concurrent license, bob of acme.example too. */
async function twoDomains() {
  const [own, shared, chat] = [named("VOIP_DEVICE", 2), concurrent("CALL_CENTER", 2), named("CHAT", 2)];
  await install(issuer, [own, shared, chat]);
  const [anna, bob] = [await addPerson(`anna@${DOMAIN}`), await addPerson("bob@acme.example")];
  for (const person of [anna, bob]) await grant(person.id, own, shared);
  const session = await signIn(anna.address, anna.password);
  await signIn(bob.address, bob.password);
  const [gateway] = await addChannels(1, DOMAIN);
  await sql`update channels set enabled_at = now() where id = ${gateway ?? ""}`;
  return { anna, bob, own, shared, session };
}

async function live() {
  const [row] =
    await sql`select (select count(*)::int from sessions) as sessions, (select count(*)::int from seats) as seats,
    (select count(*)::int from channels where enabled_at is not null) as channels`;
  return row;
}

describe("disabling a domain is denied", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(disableDomain(actors[who], DOMAIN)).rejects.toMatchObject({ code: "access_denied" });
    await expect(enableDomain(actors[who], DOMAIN)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("without all_domains, for one's own, for one with people of more rights, and for one that is not there", async () => {
    const clerk = await addClerk(`clerk@${DOMAIN}`, "clerk");
    const chief = await addClerk("chief@acme.example", "chief clerk");
    const other = await addPerson("root@initech.example");
    await giveRole(other, "sysadmin");
    const before = await everyRow();
    await expect(disableDomain(clerk, DOMAIN)).rejects.toMatchObject({ code: "access_denied" });
    await expect(disableDomain(chief, "acme.example")).rejects.toMatchObject({
      code: "bad_request",
      params: { field: "domain", fault: "self" },
    });
    await expect(disableDomain(chief, "initech.example")).rejects.toMatchObject({ code: "access_denied" });
    await expect(disableDomain(chief, "ghost.example")).rejects.toMatchObject({ code: "not_found" });
    await expect(enableDomain(chief, "ghost.example")).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });
});

describe("a disabled domain", () => {
  it("has nobody signed in, no seat and no enabled channel; other domains go on", async () => {
    const { anna, bob, own, shared, session } = await twoDomains();
    expect(await disableDomain(SYSTEM, ` ${DOMAIN.toUpperCase()} `)).toEqual({
      sessions: 1,
      seats: 1,
      grants: 1,
      channels: 1,
    });
    expect(await live()).toEqual({ sessions: 1, seats: 1, channels: 0 });
    expect(await holders(own.id)).toEqual([bob.id]);
    expect(await counted(own.id)).toEqual({ granted: 1, grants: 1 });
    expect(await holders(shared.id)).toEqual([anna.id, bob.id].toSorted((a, b) => Number(a) - Number(b)));
    await expect(actorOfToken(session.token)).rejects.toMatchObject(UNKNOWN);
    await expect(signIn(anna.address, anna.password)).rejects.toMatchObject(UNKNOWN);
    await expect(signIn(bob.address, bob.password)).resolves.toMatchObject({ userId: bob.id });
  });

  it("accepts no access token of its people until it is enabled again", async () => {
    const { anna } = await twoDomains();
    const { secret } = await addToken(SYSTEM, anna.address, { name: "nightly", scope: "read", days: 1 });
    await expect(actorOfToken(secret)).resolves.toMatchObject({ id: anna.id });
    await disableDomain(SYSTEM, DOMAIN);
    await expect(actorOfToken(secret)).rejects.toMatchObject(UNKNOWN);
    await enableDomain(SYSTEM, DOMAIN);
    await expect(actorOfToken(secret)).resolves.toMatchObject({ id: anna.id });
  });

  it("is enabled again without what was taken back, and without who is disabled by themselves", async () => {
    const { anna, own } = await twoDomains();
    const carl = await addPerson(`carl@${DOMAIN}`);
    await disableUser(SYSTEM, carl.address);
    await disableDomain(SYSTEM, DOMAIN);
    expect([await enableDomain(SYSTEM, DOMAIN), await enableDomain(SYSTEM, DOMAIN)]).toEqual([true, false]);
    await expect(signIn(anna.address, anna.password)).resolves.toMatchObject({ userId: anna.id });
    await expect(signIn(carl.address, carl.password)).rejects.toMatchObject(UNKNOWN);
    expect(await holders(own.id)).not.toContain(anna.id);
  });

  it("stands in history with what ended, under one act", async () => {
    const { anna, own, shared } = await twoDomains();
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await disableDomain(chief, DOMAIN);
    const entries = (await auditEntries()).filter(({ actor_id }) => actor_id === chief.id);
    expect(new Set(entries.map(({ act_id }) => act_id)).size).toBe(1);
    expect(entries).toMatchObject([
      { act: "free_seat", user_id: anna.id, license_id: shared.id },
      { act: "revoke_license", user_id: anna.id, license_id: own.id },
      { act: "disable_channel", before: { domain: DOMAIN, enabled: true }, after: { enabled: false } },
      {
        act: "disable_domain",
        before: { domain: DOMAIN, disabled: false },
        after: { domain: DOMAIN, disabled: true, ended_sessions: 1 },
      },
    ]);
    await enableDomain(chief, DOMAIN);
    expect(await auditEntries("enable_domain")).toMatchObject([
      { before: { disabled: true }, after: { disabled: false } },
    ]);
  });

  it("is not disabled twice, also at once", async () => {
    await twoDomains();
    const results = await Promise.all(Array.from({ length: 8 }, () => disableDomain(SYSTEM, DOMAIN)));
    expect(results.filter((result) => result !== null)).toEqual([{ sessions: 1, seats: 1, grants: 1, channels: 1 }]);
    expect(await auditEntries("disable_domain")).toHaveLength(1);
  });

  it("lets nobody in who began to sign in before it was disabled", async () => {
    const { anna } = await twoDomains();
    const late = await sql.begin(async (held) => {
      await held`select disable_domain(${DOMAIN}, null, null, '{"kind": "command", "name": "test"}', gen_random_uuid())`;
      const trying = signIn(anna.address, anna.password).catch((error: unknown) => error);
      await untilWaiting();
      return { trying };
    });
    expect(await late.trying).toMatchObject(UNKNOWN);
    expect(await live()).toMatchObject({ sessions: 1 });
  });

  it("has no session either when signing in, adding a user and disabling meet", async () => {
    for (let round = 0; round < 5; round++) {
      const domain = `round${round}.example`;
      const [own] = [concurrent("CALL_CENTER", 50)];
      await install(issuer, [own]);
      const ids = await addCrowd(12, domain, "crowd");
      for (const id of ids) await grant(id, own);
      const { password } = await addPerson(`last@${domain}`);
      const tries = ids.map((_, nth) => signIn(`crowd${nth + 1}@${domain}`, password).catch(() => null));
      const user = { address: `new@${domain}`, name: "New", password: null, roles: [] };
      await Promise.all([...tries, addUser(SYSTEM, user), disableDomain(SYSTEM, domain)]);
      const [left] = await sql`
        select count(*)::int as sessions from sessions s join users u on u.id = s.user_id
        join domains d on d.id = u.domain_id where d.name = ${domain}`;
      expect(left).toEqual({ sessions: 0 });
    }
  });
});
