import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { importUsers, previewUsers } from "@/lib/use-cases/directory/import-users";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addClerk, addClerkRoles, giveRole, rolesOf } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const HEADER = "domain,username,name,roles,disabled";
const list = (...lines: string[]) => [HEADER, ...lines].join("\r\n");

describe("an import is denied", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    for (const act of [previewUsers, importUsers]) {
      await expect(act(actors[who], list("acme.example,new,New,,"))).rejects.toMatchObject({ code: "access_denied" });
    }
    expect(await everyRow()).toEqual(before);
  });

  it.each<[string, object, string]>([
    ["an empty text", { field: "header", fault: "missing", column: "domain" }, ""],
    ["a header without names", { field: "header", fault: "missing", column: "name" }, "domain,username\r\nx,y"],
    ["a column nobody knows", { field: "header", fault: "unknown", column: "password" }, `${HEADER},password\r\n`],
    ["a column twice", { field: "header", fault: "unknown", column: "name" }, `${HEADER},name\r\n`],
    ["a header alone", { field: "rows" }, `${HEADER}\r\n\r\n`],
  ])("for %s", async (_, params, text) => {
    await expect(importUsers(SYSTEM, text)).rejects.toMatchObject({ code: "bad_request", params });
  });

  it("beyond 10,000 users or 1,200,000 bytes", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `acme.example,u${index},U,,`);
    await expect(importUsers(SYSTEM, list(...many))).rejects.toMatchObject({ code: "too_large" });
    await expect(importUsers(SYSTEM, "x".repeat(1_200_001))).rejects.toMatchObject({ code: "too_large" });
  });
});

describe("lines that cannot be applied", () => {
  it("are refused each with its reason, and the others are applied", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    await addClerkRoles();
    await giveRole(await addPerson("root@acme.example", { name: "Root" }), "sysadmin");
    await addPerson("foreign@globex.example");
    const text = list(
      "acme.example,good,Good,viewer,",
      "globex.example,foreign,Stranger,,",
      "ghost.example,ghost,Ghost,,",
      "acme.example,a b,Blank,,",
      "acme.example,noname,,,",
      "acme.example,maybe,Maybe,,perhaps",
      "acme.example,short,Short",
      "acme.example,GOOD,Twice,,",
      "acme.example,king,King,viewer;king,",
      "acme.example,boss,Boss,chief clerk,",
      "acme.example,root,Root,,true",
      "acme.example,root2,Root\0,,",
      'acme.example,open,"Open,,',
      'acme.example,torn,"to"rn,,',
      "acme.example,clerk,clerk,,true",
    );
    const expected = [
      ["new", null, null],
      ["refused", "unknown_domain", null],
      ["refused", "unknown_domain", null],
      ["refused", "bad_username", null],
      ["refused", "bad_name", null],
      ["refused", "bad_disabled", null],
      ["refused", "bad_columns", null],
      ["refused", "repeated", null],
      ["refused", "unknown_role", "king"],
      ["refused", "role_beyond", "chief clerk"],
      ["refused", "user_beyond", null],
      ["refused", "bad_text", null],
      ["refused", "bad_quotes", null],
      ["refused", "bad_quotes", null],
      ["refused", "self", null],
    ];
    const before = await everyRow();
    const preview = await previewUsers(clerk, text);
    expect(preview.lines.map(({ outcome, reason, detail }) => [outcome, reason, detail])).toEqual(expected);
    expect(preview.lines.map(({ line }) => line)).toEqual(expected.map((_, index) => index + 2));
    expect(await everyRow()).toEqual(before);

    expect(await importUsers(clerk, text)).toEqual(preview);
    expect(preview.counts).toEqual({ new: 1, changed: 0, unchanged: 0, refused: 14 });
    const users = await sql`select username from users where id > 3 or username = 'good' order by id`;
    expect(users).toContainEqual({ username: "good" });
    expect(await sql`select 1 from users where username in ('king', 'boss', 'maybe', 'ghost')`).toHaveLength(0);
  });
});

describe("lines that can be applied", () => {
  it("add and change users; what is left empty stays; the same list once more changes nothing", async () => {
    const own = named("CALL_CENTER", 3);
    await install(issuer, [own]);
    await addClerkRoles();
    const [anna, bob] = [await addPerson("anna@acme.example", { name: "Anna" }), await addPerson("bob@acme.example")];
    await giveRole(anna, "viewer");
    await giveRole(bob, "viewer");
    await grant(bob.id, own);
    await signIn(bob.address, bob.password);
    const text = list(
      'ACME.example,Carol,"Carol ""C"" Ostap, Jr.",viewer|clerk,',
      "acme.example,dave,Дмитро,,true",
      "acme.example,anna,Anna Koval,,",
      "acme.example,bob,bob,clerk,TRUE",
    );
    const report = await importUsers(SYSTEM, text);
    expect(report.lines.map(({ outcome, changes }) => [outcome, changes])).toEqual([
      ["new", []],
      ["new", []],
      ["changed", ["name"]],
      ["changed", ["roles", "disabled"]],
    ]);
    const users =
      await sql`select id::text, username, name, disabled_at is not null as disabled from users order by id`;
    expect(users.map(({ username, name, disabled }) => [username, name, disabled])).toEqual([
      ["anna", "Anna Koval", false],
      ["bob", "bob", true],
      ["carol", 'Carol "C" Ostap, Jr.', false],
      ["dave", "Дмитро", true],
    ]);
    expect(await rolesOf(anna.id)).toEqual(["viewer"]);
    expect(await rolesOf(bob.id)).toEqual(["clerk"]);
    expect(await rolesOf(String(users[2]?.id))).toEqual(["clerk", "viewer"]);
    expect(await holders(own.id)).toEqual([]);
    expect(await sql`select 1 from sessions`).toHaveLength(0);

    const before = await everyRow();
    expect((await importUsers(SYSTEM, text)).counts).toEqual({ new: 0, changed: 0, unchanged: 4, refused: 0 });
    expect(await everyRow()).toEqual(before);
  });

  it("leave one audit entry per change of a user, under one act", async () => {
    await addClerkRoles();
    const bob = await addPerson("bob@acme.example", { name: "Bob" });
    const last = (await auditEntries()).length;
    await importUsers(SYSTEM, list("acme.example,bob,Robert,viewer,true", "acme.example,new,New,clerk,"));
    const entries = (await auditEntries()).slice(last);
    expect(new Set(entries.map(({ act_id }) => act_id)).size).toBe(1);
    expect(entries.map(({ act }) => act).toSorted()).toEqual([
      "add_user",
      "disable_user",
      "edit_user",
      "set_user_roles",
    ]);
    expect(entries.find(({ act }) => act === "edit_user")).toMatchObject({
      user_id: bob.id,
      before: { user: "Bob" },
      after: { user: "Robert", username: "bob", domain: "acme.example" },
    });
    expect(entries.find(({ act }) => act === "set_user_roles")).toMatchObject({
      before: { roles: [] },
      after: { roles: ["viewer"] },
    });
  });

  // A few seconds by itself; minutes, if a statement compared each with each.
  it("can be 10,000 in one go", { timeout: 120_000 }, async () => {
    await addDomain(SYSTEM, "acme.example");
    await addClerkRoles();
    const lines = Array.from(
      { length: 10_000 },
      (_, index) => `acme.example,user${index},Користувач Номер ${index},viewer;clerk,false`,
    );
    const { counts } = await importUsers(SYSTEM, list(...lines));
    expect(counts).toEqual({ new: 10_000, changed: 0, unchanged: 0, refused: 0 });
    const renamed = lines.map((each) => each.replace("Номер", "Нумер"));
    expect((await importUsers(SYSTEM, list(...renamed))).counts).toMatchObject({ changed: 10_000 });
    expect(await auditEntries("add_user")).toHaveLength(10_000);
  });

  it("may wait longer than a click does", async () => {
    await addDomain(SYSTEM, "acme.example");
    let imported: ReturnType<typeof importUsers> | undefined;
    await sql.begin(async (held) => {
      await held`select 1 from domains for update`;
      imported = importUsers(SYSTEM, list("acme.example,anna,Anna,,"));
      imported.catch(() => {});
      await held`select pg_sleep(5.5)`;
    });
    expect((await imported)?.counts).toMatchObject({ new: 1 });
  });

  it("keep no sign-in waiting, and let nobody add a user beside them", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const boss = await addPerson("boss@acme.example", { roles: ["sysadmin"] });
    const busy = await hold((connection) => connection`select from roles for update`);
    const importing = importUsers(SYSTEM, list("acme.example,anna,Anna,,"));
    await untilWaiting();
    await signIn(boss.address, boss.password);
    const adding = addUser(SYSTEM, { address: "anna@acme.example", name: "Another", roles: [], password: null });
    adding.catch(() => {});
    expect(await Promise.race([adding.catch(() => "refused"), sleep(300, "waits")])).toBe("waits");
    await busy.commit();
    expect((await importing).counts.new).toBe(1);
    await expect(adding).rejects.toMatchObject({ code: "bad_request" });
    expect(await sql`select name from users where username = 'anna'`).toEqual([{ name: "Anna" }]);
  });

  it("are each there once when two import the same list at once", async () => {
    await addDomain(SYSTEM, "acme.example");
    const text = list(...Array.from({ length: 300 }, (_, index) => `acme.example,user${index},User ${index},,`));
    const reports = await Promise.all([
      importUsers(SYSTEM, text),
      importUsers(SYSTEM, text),
      importUsers(SYSTEM, text),
    ]);
    expect(reports.map(({ counts }) => counts.new).toSorted((a, b) => a - b)).toEqual([0, 0, 300]);
    expect(await auditEntries("add_user")).toHaveLength(300);
  });
});
