import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { setRole } from "@/lib/use-cases/directory/set-role";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { actorOf, addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

const ROLE = { name: "watcher", permissions: ["read"], sections: ["admin"] };

async function entries() {
  return sql`select before, after from audit_entries where act = 'set_role' and after ->> 'role' = 'watcher' order by id`;
}

describe("the rights of a role", () => {
  it.each(["nobody", "outsider", "reader"] as const)("are not set by %s", async (who) => {
    const actors = await addActors();
    await expect(setRole(actors[who], ROLE)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("are added, changed and left alone, with an audit entry for each change", async () => {
    expect(await setRole(SYSTEM, ROLE)).toBe(true);
    expect(await setRole(SYSTEM, { ...ROLE, permissions: ["write", "read", "read"] })).toBe(true);
    expect(await setRole(SYSTEM, { ...ROLE, permissions: ["read", "write"] })).toBe(false);
    const [first, second] = [["read"], ["read", "write"]].map((permissions) => {
      return { role: "watcher", permissions, sections: ["admin"] };
    });
    expect(await entries()).toEqual([
      { before: null, after: first },
      { before: first, after: second },
    ]);
  });

  it("to enter a section bring the application along, without which the section stays closed", async () => {
    await setRole(SYSTEM, { name: "watcher", permissions: ["read"], sections: ["admin/license"] });
    expect((await entries()).map(({ after }) => after.sections)).toEqual([["admin", "admin/license"]]);
    const person = await addPerson("pat@acme.example");
    await sql`insert into user_roles select ${person.id}::bigint, id from roles where name = 'watcher'`;
    const asked = { q: "", page: 1, size: 10, sort: null };
    expect((await listLicenses(await actorOf(person), asked)).licenses).toEqual([]);
    await sql`update roles set sections = '{admin/license}' where name = 'watcher'`;
    await expect(listLicenses(await actorOf(person), asked)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("that opened a section by itself when the rule came are whole, with an entry, and others as they were", async () => {
    await sql`insert into roles (name, permissions, sections) values ('watcher', '{read}', '{admin/audit,admin/users}'),
      ('whole', '{read}', '{admin,admin/audit}'), ('other', '{read}', '{}'), ('every', '{read}', '{*,admin/audit}')`;
    await sql.unsafe(readFileSync("db/migrations/0035_sections_in_their_application.sql", "utf8"));
    const [before, after] = [
      ["admin/audit", "admin/users"],
      ["admin", "admin/audit", "admin/users"],
    ].map((sections) => {
      return { role: "watcher", permissions: ["read"], sections };
    });
    expect(await sql`select before, after from audit_entries where act = 'set_role'`).toEqual([{ before, after }]);
    const others =
      await sql`select array_to_string(sections, ' ') as sections from roles where name <> 'sysadmin' order by name`;
    expect(others.map(({ sections }) => sections)).toEqual([
      "* admin/audit",
      "",
      "admin admin/audit admin/users",
      "admin admin/audit",
    ]);
  });

  it("are added once when two add them at the same time", async () => {
    const lock = await sql.reserve();
    await lock`begin`;
    // None of them sees it, and all wait to know whether the name is taken.
    await lock`insert into roles (name, permissions, sections) values (${ROLE.name}, '{}', '{}')`;
    const acts = [setRole(SYSTEM, ROLE), setRole(SYSTEM, ROLE), setRole(SYSTEM, { ...ROLE, permissions: ["write"] })];
    await sql`select pg_sleep(0.5)`;
    await lock`rollback`;
    lock.release();
    expect((await Promise.all(acts)).filter(Boolean).length).toBeGreaterThan(1);
    const told = await entries();
    expect(told[0]?.before).toBeNull();
    for (const [place, { before, after }] of told.entries()) {
      if (place > 0) expect(before).toEqual(told[place - 1]?.after);
      expect(after).not.toEqual(before);
    }
  });

  it("count for whoever has the role", async () => {
    await setRole(SYSTEM, ROLE);
    const person = await addPerson("pat@acme.example");
    await sql`insert into user_roles select ${person.id}::bigint, id from roles where name = 'watcher'`;
    await setRole(SYSTEM, { ...ROLE, permissions: ["*"], sections: ["*"] });
    expect(await actorOf(person)).toMatchObject({ permissions: ["*"], sections: ["*"] });
  });

  it.each([
    ["role", { ...ROLE, name: " " }],
    ["role", { ...ROLE, name: "sysadmin" }],
    ["permission", { ...ROLE, permissions: ["reed"] }],
    ["permission", { ...ROLE, permissions: ["toString"] }],
    ["section", { ...ROLE, sections: ["kitchen"] }],
  ])("are refused for a %s that cannot be", async (field, role) => {
    await expect(setRole(SYSTEM, role)).rejects.toMatchObject({ code: "bad_request", params: { field } });
    expect(await entries()).toEqual([]);
  });
});
