import { beforeEach, describe, expect, it } from "vitest";
import { isPassword } from "@/lib/access/password";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser, type UserToAdd } from "@/lib/use-cases/directory/add-user";
import { addActors, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

const ANNA: UserToAdd = { address: "anna@acme.example", name: "Anna", password: null, roles: [] };

beforeEach(async () => {
  await addDomain(SYSTEM, "acme.example");
});

describe("adding a user", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(addUser(actors[who], ANNA)).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it.each<[string, Partial<UserToAdd>]>([
    ["username", { address: "" }],
    ["username", { address: "anna" }],
    ["username", { address: "@acme.example" }],
    ["username", { address: "an na@acme.example" }],
    ["username", { address: "an\0na@acme.example" }],
    ["username", { address: `${"x".repeat(65)}@acme.example` }],
    ["username", { address: "an\u200bna@acme.example" }],
    ["username", { address: "\u202eanna@acme.example" }],
    ["username", { address: "an\u0007na@acme.example" }],
    ["name", { name: "  " }],
    ["name", { name: "\u200b\u200d" }],
    ["name", { name: "Anna\u202e" }],
    ["name", { name: "An\nna" }],
    ["name", { name: "An\u001bna" }],
    ["name", { name: "x".repeat(201) }],
    ["name", { name: "An\0na" }],
    ["password", { password: "short" }],
    ["password", { password: "x".repeat(1_001) }],
    ["domain", { address: "anna@globex.example" }],
    ["role", { roles: ["sysadmin", "king"] }],
    ["role", { roles: ["a\0"] }],
    ["role", { roles: Array.from({ length: 101 }, (_, nth) => `role ${nth}`) }],
  ])("is refused, naming the %s, for %j; and nothing changes", async (field, members) => {
    const before = await everyRow();
    await expect(addUser(SYSTEM, { ...ANNA, ...members })).rejects.toMatchObject({
      code: "bad_request",
      params: { field },
    });
    expect(await everyRow()).toEqual(before);
  });

  it("keeps name, roles and a hash of the password, and the audit entry has no secret", async () => {
    const password = "correct horse battery";
    const id = await addUser(SYSTEM, {
      address: " Anna@ACME.example",
      name: " Anna О'Ніл ",
      password,
      roles: ["sysadmin"],
    });
    const [row] = await sql`select id::text, username, name, password_hash from users`;
    expect(row).toMatchObject({ id, username: "anna", name: "Anna О'Ніл" });
    expect(await isPassword(password, row?.password_hash)).toBe(true);
    expect(await sql`select r.name from user_roles ur join roles r on r.id = ur.role_id`).toEqual([
      { name: "sysadmin" },
    ]);
    const entries = await auditEntries("add_user");
    expect(entries).toMatchObject([{ user_id: id, after: { username: "anna", roles: ["sysadmin"] } }]);
    expect(JSON.stringify(entries)).not.toMatch(/argon2|battery/);
  });

  it("takes the same username in another domain, but once in one, whatever its case and also at once", async () => {
    await addDomain(SYSTEM, "globex.example");
    await addUser(SYSTEM, { ...ANNA, address: "anna@globex.example" });
    const addresses = ["anna@acme.example", "ANNA@acme.example", "anna@acme.example", "Anna@Acme.Example"];
    const results = await Promise.allSettled(addresses.map((address) => addUser(SYSTEM, { ...ANNA, address })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason.params.field] : []));
    expect(reasons).toEqual(["username", "username", "username"]);
    expect(await auditEntries("add_user")).toHaveLength(2);
  });

  it("makes the words of name and username findable", async () => {
    const id = await addUser(SYSTEM, { ...ANNA, address: "a.neill@acme.example", name: "Мар'яна O'Neill" });
    const words = await sql`select word from user_words where user_id = ${id} order by word`;
    expect(words.map(({ word }) => word)).toEqual(["a", "neill", "o", "мар", "яна"]);
  });
});
