import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/env";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { type FirstRun, setUp } from "@/lib/use-cases/installation/set-up";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const TOKEN = "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456";

async function firstRun(members: Partial<FirstRun> = {}): Promise<FirstRun> {
  return {
    token: TOKEN,
    key: members.key ?? (await issuer.issue({ licenses: [named("CALL_CENTER", 5)] })),
    domain: "acme.example",
    administrator: { name: "Ada Admin", username: "ada", password: "correct horse" },
    ...members,
  };
}

async function refusedWithout(run: FirstRun): Promise<unknown> {
  const before = await everyRow();
  const refused = await setUp(run).then(
    () => null,
    (error: unknown) => error,
  );
  expect(await everyRow()).toEqual(before);
  return refused;
}

beforeAll(() => {
  Object.assign(env(), { SETUP_TOKEN: TOKEN });
});
afterAll(() => {
  Object.assign(env(), { SETUP_TOKEN: undefined });
});

describe("setting up is refused, and nothing changes,", () => {
  it.each(["", "-", "abcd", `${TOKEN}x`, TOKEN.slice(0, -1), "zzzz-zzzz-zzzz-zzzz-zzzz-zzzz-zzzz"])(
    "with the token %j",
    async (token) => {
      expect(await refusedWithout(await firstRun({ token }))).toMatchObject({ code: "access_denied" });
    },
  );

  it.each([undefined, "", " - "])("when the server has no token (%j), whatever is typed", async (token) => {
    Object.assign(env(), { SETUP_TOKEN: token });
    try {
      for (const typed of ["", "-", "undefined"]) {
        expect(await refusedWithout(await firstRun({ token: typed }))).toMatchObject({ code: "access_denied" });
      }
    } finally {
      Object.assign(env(), { SETUP_TOKEN: TOKEN });
    }
  });

  it("when a user exists, even with the right token", async () => {
    await addPerson("anna@acme.example");
    expect(await refusedWithout(await firstRun())).toMatchObject({ code: "not_found" });
  });

  it.each([
    ["domain", { domain: "acme" }],
    ["domain", { domain: "" }],
    ["domain", { domain: "acme..example" }],
    ["username", { administrator: { name: "A", username: "", password: "correct horse" } }],
    ["username", { administrator: { name: "A", username: "a b", password: "correct horse" } }],
    ["username", { administrator: { name: "A", username: "ada@acme.example", password: "correct horse" } }],
    ["name", { administrator: { name: " ", username: "ada", password: "correct horse" } }],
    ["password", { administrator: { name: "A", username: "ada", password: "short" } }],
  ])("naming %s for %j", async (field, members) => {
    expect(await refusedWithout(await firstRun(members))).toMatchObject({ code: "bad_request", params: { field } });
  });

  it("for a license key that an import would refuse", async () => {
    expect(await refusedWithout(await firstRun({ key: "no key" }))).toMatchObject({ code: "certificate_malformed" });
    const [header, payload] = (await issuer.issue()).split(".");
    expect(await refusedWithout(await firstRun({ key: `${header}.${payload}.AAAA` }))).toMatchObject({
      code: "certificate_untrusted",
    });
    await install(issuer, [named("EMAIL", 5)]);
    const sub = "0c0ffee0-0000-4000-8000-00000000000f";
    expect(await refusedWithout(await firstRun({ key: await issuer.issue({ sub }) }))).toMatchObject({
      code: "certificate_other_customer",
    });
  });
});

describe("setting up", () => {
  it("imports the license key and adds domain and administrator, who can sign in and do everything", async () => {
    await setUp(await firstRun({ token: ` ${TOKEN.replaceAll("-", " ").toUpperCase()} `, domain: " ACME.example " }));
    expect(await sql`select product, "limit" from licenses`).toEqual([{ product: "CALL_CENTER", limit: 5 }]);
    await expect(signIn("ada@acme.example", "correct horse")).resolves.toBeDefined();
    const roles = await sql`select r.name from user_roles join roles r on r.id = role_id`;
    expect(roles.map(({ name }) => name)).toEqual(["sysadmin"]);
    expect(await refusedWithout(await firstRun())).toMatchObject({ code: "not_found" });
  });

  it("leaves the audit entries of one act by the setup of this system", async () => {
    await setUp(await firstRun());
    const entries = await auditEntries();
    expect(entries.map(({ act }) => act)).toEqual(["add_license", "import_certificate", "add_domain", "add_user"]);
    expect(new Set(entries.map(({ act_id }) => act_id)).size).toBe(1);
    for (const entry of entries) expect(entry).toMatchObject({ actor_kind: "system", actor_name: "setup" });
    const [user] = await sql`select id from users`;
    expect(entries[3]).toMatchObject({
      user_id: user?.id,
      after: { user: "Ada Admin", username: "ada", domain: "acme.example", roles: ["sysadmin"] },
    });
    expect(JSON.stringify(entries)).not.toContain("argon2");
  });

  it("goes on from a domain and a license key that are there already", async () => {
    await addDomain(SYSTEM, "acme.example");
    const key = await install(issuer, [named("CALL_CENTER", 5)]);
    const before = await auditEntries();
    await setUp(await firstRun({ key }));
    expect((await auditEntries()).slice(before.length).map(({ act }) => act)).toEqual(["add_user"]);
    await expect(signIn("ada@acme.example", "correct horse")).resolves.toBeDefined();
  });

  it("does nothing at all when a part fails in the database", async () => {
    const run = await firstRun();
    await sql`update roles set name = 'renamed' where name = 'sysadmin'`;
    try {
      expect(await refusedWithout(run)).toMatchObject({ code: "23502" });
    } finally {
      await sql`update roles set name = 'sysadmin' where name = 'renamed'`;
    }
  });
});

describe("under concurrency", () => {
  it("of many first administrators there is one, and the rest find somebody there", async () => {
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        firstRun({ administrator: { name: `A${n}`, username: `a${n}`, password: "correct horse" } }),
      ),
    );
    const results = await Promise.allSettled(runs.map(setUp));
    const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason.code ?? each.reason] : []));
    expect(reasons).toEqual(Array(7).fill("not_found"));
    expect(await sql`select 1 from users`).toHaveLength(1);
    expect(await auditEntries("import_certificate")).toHaveLength(1);
    expect(await sql`select 1 from certificates`).toHaveLength(1);
  });

  it("an administrator added from the command line at the same time counts as well", async () => {
    await addDomain(SYSTEM, "acme.example");
    const bob = { address: "bob@acme.example", name: "Bob", password: null, roles: ["sysadmin"] };
    const [first, added] = await Promise.allSettled([setUp(await firstRun()), addUser(SYSTEM, bob)]);
    expect(added.status).toBe("fulfilled");
    const users = await sql`select username from users order by id`;
    const expected = first.status === "fulfilled" ? ["ada", "bob"] : ["bob"];
    expect(users.map(({ username }) => username)).toEqual(expected);
  });
});
