import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { exportAudit } from "@/lib/use-cases/audit/export-audit";
import { type AuditFilter, listAudit } from "@/lib/use-cases/audit/list-audit";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { actorOf, addActor, addCrowd, addPerson, type Person, setRole } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

const NONE: AuditFilter = { q: "", license: "", act: "", from: "", till: "", actId: "" };

let admin: UserActor;
let anna: Person;
let bob: Person;

beforeEach(async () => {
  admin = await addActor("root@acme.example", "sysadmin");
  anna = await addPerson("anna@acme.example", { name: "Anna" });
  bob = await addPerson("bob@acme.example", { name: "Bob" });
});

async function list(filter: Partial<AuditFilter>, page = 1, size = 4) {
  const { total, entries } = await listAudit(admin, { ...NONE, page, size, ...filter });
  return { total, acts: entries.map(({ act }) => act), ids: entries.map(({ id }) => id) };
}

/** So many entries about somebody, by somebody, of one act. */
async function write(act: string, actor: { id: string }, userId: string, times: number): Promise<void> {
  await sql`
    insert into audit_entries (act, act_id, actor_kind, actor_id, actor_name, user_id)
    select ${act}, gen_random_uuid(), 'user', ${actor.id}, 'somebody', ${userId}::bigint from generate_series(1, ${times}::int)`;
}

describe.each([9_990, 10_050])("of somebody with %i entries", (times) => {
  beforeEach(async () => {
    await write("sign_out", admin, anna.id, times);
    await write("rename_user", anna, bob.id, 1);
    await write("sign_in", admin, bob.id, 3);
    await write("enable_user", admin, anna.id, 1);
  });

  it("the newest come first, whether it was done to them or by them, and are counted to 10,000", async () => {
    const { acts, total } = await list({ q: "anna" });
    expect(acts).toEqual(["enable_user", "rename_user", "sign_out", "sign_out"]);
    const entries = times + 3;
    expect(total).toEqual({ count: Math.min(entries, 10_000), more: entries > 10_000 });
    const pages = [await list({ q: "anna" }), await list({ q: "anna" }, 2)].flatMap(({ ids }) => ids);
    expect((await list({ q: "anna" }, 1, 8)).ids).toEqual(pages);
  });

  it("a filter finds the one that is meant among them, and counts it", async () => {
    for (const act of ["enable_user", "rename_user", "add_user"]) {
      expect(await list({ q: "anna", act })).toMatchObject({ acts: [act], total: { count: 1, more: false } });
    }
    expect((await list({ q: "anna", act: "sign_in" })).acts).toEqual([]);
    expect((await list({ q: "bob" })).acts).toEqual(["sign_in", "sign_in", "sign_in", "rename_user"]);
    expect((await list({ q: "nobody" })).total).toEqual({ count: 0, more: false });
  });

  it("within one domain what a namesake of another did stays theirs", async () => {
    const namesake = await addPerson("anna@globex.example", { name: "Anna" });
    await setRole("auditor", { permissions: ["read"], sections: ["admin", "admin/audit"] });
    const person = await addPerson("auditor@acme.example");
    await sql`insert into user_roles select ${person.id}::bigint, id from roles where name = 'auditor'`;
    await write("sign_out", namesake, bob.id, 1);
    await write("disable_user", admin, namesake.id, 1);
    const { entries } = await listAudit(await actorOf(person), { ...NONE, q: "anna", page: 1, size: 2 });
    expect(entries.map(({ act }) => act)).toEqual(["enable_user", "rename_user"]);
  });

  it("the file has them all, each once", async () => {
    const ids: string[] = [];
    for await (const batch of await exportAudit(admin, { ...NONE, q: "anna" })) ids.push(...batch.map(({ id }) => id));
    expect([ids.length, new Set(ids).size]).toEqual([times + 3, times + 3]);
  });
});

describe("of more people than are looked up", () => {
  it("the newest entries are found, also those of who was not looked up, or is no more", async () => {
    await addCrowd(10_010);
    const crowd = await sql`select id::text, username, name from users where username like 'user%' order by id`;
    const [first, last] = [crowd.at(0), crowd.at(-1)];
    const patterns = ["user", "use*", "use*@acme", "us* user"];
    await write("sign_in", admin, String(first?.id), 1);
    await write("sign_out", admin, String(last?.id), 1);
    await write("rename_user", { id: String(last?.id) }, bob.id, 1);
    await deleteUser(admin, `${first?.username}@acme.example`);
    await write("sign_in", admin, bob.id, 1);
    for (const q of patterns) {
      const { acts, total } = await list({ q });
      expect([q, acts]).toEqual([q, ["delete_user", "rename_user", "sign_out", "sign_in"]]);
      expect(total.more, q).toBe(true);
    }
    expect((await list({ q: "bob" })).acts[0]).toBe("sign_in");
    // Behind the last page there is nothing, and how many there are is counted to the end.
    const behind = await list({ q: "user", act: "sign_in" }, 9);
    expect(behind).toEqual({ acts: [], ids: [], total: { count: 1, more: false } });
  });
});
