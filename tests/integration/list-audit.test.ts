import { sql as statement } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { query } from "@/db/client";
import type { UserActor } from "@/lib/access/actor";
import { exportAudit } from "@/lib/use-cases/audit/export-audit";
import { type AuditFilter, listAudit } from "@/lib/use-cases/audit/list-audit";
import { removeChannel } from "@/lib/use-cases/channels/remove-channel";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { renameDomain } from "@/lib/use-cases/directory/rename-domain";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { addChannels } from "@/tests/support/channels";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { actorOf, addActors, addCrowd, addPerson, type Person, SYSTEM, setRole } from "@/tests/support/people";
import { asPerson } from "@/tests/support/who-may-lines";
import { issuer, sql } from "@/tests/support/worker-database";

const NONE: AuditFilter = { q: "", license: "", act: "", from: "", till: "", actId: "" };

async function list(actor: UserActor, filter: Partial<AuditFilter> & { page?: number; size?: number } = {}) {
  return listAudit(actor, { ...NONE, page: 1, size: 100, ...filter });
}

/** Act and subject of each entry found. */
async function found(actor: UserActor, filter: Partial<AuditFilter>): Promise<string[]> {
  return (await list(actor, filter)).entries.map(({ act, userName }) => (userName ? `${act} ${userName}` : act));
}

async function exported(actor: UserActor, filter: Partial<AuditFilter> = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of await exportAudit(actor, { ...NONE, ...filter })) ids.push(...batch.map(({ id }) => id));
  return ids;
}

/** May read history, of acme.example only. */
async function addAuditor(address = "auditor@acme.example"): Promise<UserActor> {
  await setRole("auditor", { permissions: ["read"], sections: ["admin", "admin/audit"] });
  const person = await addPerson(address);
  await sql`insert into user_roles select ${person.id}::bigint, id from roles where name = 'auditor'`;
  return actorOf(person);
}

describe("the audit list is denied", () => {
  it.each(["reader", "writer", "outsider", "nobody"] as const)("to %s, the file too", async (who) => {
    const actors = await addActors();
    await expect(list(actors[who])).rejects.toMatchObject({ code: "access_denied" });
    await expect(exportAudit(actors[who], NONE)).rejects.toMatchObject({ code: "access_denied" });
  });
});

describe("without all_domains", () => {
  it("only what concerns the own domain exists, in the list, its filters and the file", async () => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const { sysadmin, foreign, nobody } = await addActors();
    const auditor = await addAuditor();
    const both = [nobody.id, foreign.id].map((userId) => ({ userId, licenseId: license.id, held: true }));
    await changeGrants(sysadmin, both);
    await sql`insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, after) values
      ('set_role', gen_random_uuid(), 'user', ${sysadmin.id}, 'sysadmin@acme.example', '{"role": "ours"}'),
      ('set_role', gen_random_uuid(), 'user', ${foreign.id}, 'foreign@globex.example', '{"role": "theirs"}'),
      ('set_role', gen_random_uuid(), 'user', '77', 'x@not-acme.example', '{"role": "theirs"}'),
      ('add_channel', gen_random_uuid(), 'user', ${sysadmin.id}, 'sysadmin@acme.example', '{"domain": "globex.example"}'),
      ('add_channel', gen_random_uuid(), 'user', ${foreign.id}, 'foreign@globex.example', '{"domain": "acme.example"}')`;
    const { entries, total } = await list(auditor);
    const seen = entries.map(({ act, userName, after }) => [act, userName ?? after?.role ?? after?.domain].join(" "));
    expect(seen).toEqual([
      "add_channel acme.example",
      "set_role ours",
      "assign_license nobody",
      "add_user auditor",
      "add_user nobody",
      "add_user outsider",
      "add_user writer",
      "add_user reader",
      "add_user sysadmin",
      "add_domain acme.example",
      "import_certificate ",
      "add_license ",
    ]);
    expect(total).toEqual({ count: 12, more: false });
    expect(await exported(auditor)).toEqual(entries.map(({ id }) => id));
    expect((await list(sysadmin)).total.count).toBe(18);
    // Of another domain's people not even what they did here tells who they are.
    expect(entries.find(({ act }) => act === "add_channel")).toMatchObject({ actorId: null, actorName: null });
    expect(entries.find(({ after }) => after?.role === "ours")).toMatchObject({ actorName: "sysadmin@acme.example" });
    expect((await list(sysadmin, { act: "add_channel" })).entries.map(({ actorName }) => actorName)).toEqual([
      "foreign@globex.example",
      "sysadmin@acme.example",
    ]);
    expect(await found(auditor, { q: "foreign" })).toEqual([]);
    expect(await found(auditor, { q: "sysadmin" })).toEqual(["set_role", "assign_license nobody", "add_user sysadmin"]);
    expect(await found(auditor, { license: license.id })).toEqual(["assign_license nobody", "add_license"]);
  });

  it("keeps what was done to a deleted user of the own domain, and to no other", async () => {
    const auditor = await addAuditor();
    const people = [await addPerson("anna@acme.example"), await addPerson("olga@globex.example")];
    for (const { id, address } of people) {
      const [username = "", domain = ""] = address.split("@");
      await sql`delete from users where id = ${id}`;
      await sql`insert into audit_entries (act, act_id, actor_kind, actor_name, user_id, before)
        values ('delete_user', gen_random_uuid(), 'command', 'root', ${id}, ${sql.json({ user: username, username, domain })})`;
    }
    expect(await found(auditor, { q: "anna" })).toEqual(["delete_user anna", "add_user anna"]);
    expect(await found(auditor, { q: "olga" })).toEqual([]);
    expect((await list(auditor, { q: "anna" })).entries[0]?.userAddress).toBe("anna@acme.example");
  });

  it.each(["deleted", "renamed"])(
    "what a domain that was %s has left behind under its name is not the next one's",
    async (end) => {
      const [anna, boss] = [
        await addPerson("anna@acme.example"),
        await addPerson("boss@globex.example", { roles: ["sysadmin"] }),
      ];
      const [channel = ""] = await addChannels(1);
      await removeChannel(SYSTEM, channel);
      await setRole("ours", { permissions: ["read"], sections: [] });
      await sql`insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, after)
      values ('set_role', gen_random_uuid(), 'user', ${anna.id}, 'anna@acme.example', '{"role": "ours"}')`;
      await deleteUser(await actorOf(boss), anna.address);
      if (end === "deleted") await deleteDomain(SYSTEM, "acme.example");
      else await renameDomain(SYSTEM, "acme.example", "elsewhere.example");
      const auditor = await addAuditor();
      const own = ["add_user auditor", "add_domain"];
      expect(await found(auditor, {})).toEqual(own);
      expect(await exported(auditor)).toHaveLength(own.length);
      expect(await asPerson(auditor, (who) => found(who, { q: "anna" }))).toEqual([]);
      const behind = await asPerson(auditor, () =>
        query<{ act: string }>(statement`select act from audit_entries order by id desc`),
      );
      expect(behind.map(({ act }) => act)).toEqual(["add_user", "add_domain"]);
      const all = await found(await actorOf(boss), {});
      expect(all).toContain("delete_user anna");
      if (end === "deleted") return;
      await renameDomain(SYSTEM, "elsewhere.example", "later.example");
      const heir = await addAuditor("auditor@later.example");
      expect(await found(heir, {})).toEqual(["add_user auditor", "rename_domain"]);
    },
    20_000,
  );

  it("is the same for a domain of many users", async () => {
    await addCrowd(300);
    await addCrowd(3, "globex.example", "alien");
    const auditor = await addAuditor();
    await sql`insert into audit_entries (act, act_id, actor_kind, actor_name, user_id)
      select 'sign_in', gen_random_uuid(), 'user', username, id from users where username like 'user%' or username like 'alien%'`;
    expect((await list(auditor, { act: "sign_in" })).total.count).toBe(300);
    expect((await list(auditor, { act: "sign_in", q: "user" })).total.count).toBe(300);
    expect((await list(auditor, { act: "sign_in", q: "alien" })).total.count).toBe(0);
    expect((await list(auditor, { act: "sign_in", q: "user 300" })).total.count).toBe(1);
  });
});

describe("filtering", () => {
  const licenses = [named("CALL_CENTER", 5, { name: "Agents" }), named("EMAIL", 5)];
  let admin: UserActor;
  let anna: Person;

  beforeEach(async () => {
    await install(issuer, licenses);
    admin = await actorOf(await addPerson("ada@acme.example", { name: "Ада Лавлейс", roles: ["sysadmin"] }));
    anna = await addPerson("anna@acme.example", { name: "Anna Kovalenko" });
    await grant(anna.id, ...licenses);
    await changeGrants(admin, [{ userId: anna.id, licenseId: licenses[0]?.id ?? "", held: false }]);
  });

  it.each([
    ["kova", ["revoke_license", "assign_license", "assign_license", "add_user"]],
    ["anna@acme.example", ["revoke_license", "assign_license", "assign_license", "add_user"]],
    ["лавл", ["revoke_license", "add_user"]],
    ["ada", ["revoke_license", "add_user"]],
    ["ada@globex.example", []],
    ["vendor", ["import_certificate", "add_license", "add_license"]],
    ["test", ["assign_license", "assign_license", "add_user", "add_user", "add_domain"]],
    ["%", []],
    ["'", []],
    ["nobody", []],
  ])("by the person %j finds %j", async (q, acts) => {
    expect((await list(admin, { q })).entries.map(({ act }) => act)).toEqual(acts);
    expect((await list(admin, { q })).total).toEqual({ count: acts.length, more: false });
    expect(await exported(admin, { q })).toHaveLength(acts.length);
  });

  it("by license, product, display name, act and request", async () => {
    const [agents] = licenses;
    const ofAgents = ["revoke_license Anna Kovalenko", "assign_license Anna Kovalenko", "add_license"];
    expect(await found(admin, { license: agents?.id ?? "" })).toEqual(ofAgents);
    expect(await found(admin, { license: "call" })).toEqual(ofAgents);
    expect(await found(admin, { license: "agents" })).toEqual(ofAgents);
    expect(await found(admin, { license: "WFM" })).toEqual([]);
    expect(await found(admin, { act: "revoke_license" })).toEqual(["revoke_license Anna Kovalenko"]);
    expect(await found(admin, { act: "no_such_act" })).toEqual([]);
    const imported = (await list(admin, { act: "import_certificate" })).entries[0];
    expect(await found(admin, { actId: imported?.actId ?? "" })).toEqual([
      "import_certificate",
      "add_license",
      "add_license",
    ]);
    expect(await found(admin, { q: "anna", license: "email", act: "assign_license" })).toHaveLength(1);
  });

  it("by days of the installation's time zone, both included", async () => {
    await sql`insert into audit_entries (at, act, act_id, actor_kind, actor_name) select t, 'old', gen_random_uuid(), 'system', 'x'
      from unnest(array['2020-02-28T23:59:59.999999Z', '2020-02-29T00:00:00Z', '2020-02-29T23:59:59.999999Z', '2020-03-01T00:00:00Z']::timestamptz[]) t`;
    expect(await found(admin, { act: "old", from: "2020-02-29", till: "2020-02-29" })).toHaveLength(2);
    expect(await found(admin, { act: "old", from: "2020-02-29", till: "" })).toHaveLength(3);
    expect(await found(admin, { act: "old", from: "", till: "2020-02-28" })).toHaveLength(1);
    expect(await found(admin, { act: "old", from: "2020-03-01", till: "2020-02-28" })).toHaveLength(0);
    expect(await found(admin, { act: "old", from: "1900-01-01", till: "9999-12-31" })).toHaveLength(4);
  });

  it("has pages that together hold every entry once, newest first", async () => {
    const all = (await list(admin)).entries.map(({ id }) => id);
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => list(admin, { page, size: 2 })));
    expect(pages.flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual(all);
    expect(all).toEqual(all.toSorted((a, b) => Number(b) - Number(a)));
  });
});

describe("the file", () => {
  it("has every entry once, over many batches, also where thousands have the same moment", async () => {
    const admin = await actorOf(await addPerson("ada@acme.example", { roles: ["sysadmin"] }));
    await sql`insert into audit_entries (at, act, act_id, actor_kind, actor_name)
      select case when n <= 2500 then now() else now() - n * interval '1 microsecond' end, 'many', gen_random_uuid(), 'system', 'x'
      from generate_series(1, 4000) n`;
    const ids = await exported(admin, { act: "many" });
    expect(ids).toHaveLength(4_000);
    expect(new Set(ids).size).toBe(4_000);
    expect((await list(admin, { act: "many" })).total).toEqual({ count: 4_000, more: false });
  });
});

it("says more than 10,000 beyond", async () => {
  const admin = await actorOf(await addPerson("ada@acme.example", { roles: ["sysadmin"] }));
  await sql`insert into audit_entries (act, act_id, actor_kind, actor_name)
    select 'many', gen_random_uuid(), 'system', SYSTEM.name from generate_series(1, 10001), (select ${SYSTEM.name}::text as name) system`;
  expect((await list(admin, { act: "many" })).total).toEqual({ count: 10_000, more: true });
});
