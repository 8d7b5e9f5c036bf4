import { describe, expect, it } from "vitest";
import { hashToken } from "@/lib/access/session";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { listTokens } from "@/lib/use-cases/tokens/list-tokens";
import { addActor, addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

const CI = { name: "ci", scope: "read", days: 90 };
const TOO_MANY = { code: "bad_request", params: { field: "tokens", limit: 50 } };
const DENIED = { code: "access_denied" };

describe("an access token", () => {
  it.each(["sysadmin", "writer", "reader", "outsider", "nobody"] as const)(
    "of somebody else is neither added nor seen by %s",
    async (who) => {
      const actors = await addActors();
      const before = await everyRow();
      await expect(addToken(actors[who], "foreign@globex.example", CI)).rejects.toMatchObject(DENIED);
      await expect(addToken(actors[who], "ghost@globex.example", CI)).rejects.toMatchObject(DENIED);
      await expect(listTokens(actors[who], "foreign@globex.example")).rejects.toMatchObject(DENIED);
      expect(await everyRow()).toEqual(before);
    },
  );

  it("is not added or seen by whoever came with one, nor by a certificate's bearer", async () => {
    const anna = await addActor("anna@acme.example", "sysadmin");
    const before = await everyRow();
    const bearer = { kind: "certificate", id: "1", name: "Vendor" } as const;
    for (const actor of [{ ...anna, token: "ci" }, bearer]) {
      await expect(addToken(actor, "anna@acme.example", CI)).rejects.toMatchObject(DENIED);
      await expect(listTokens(actor, "anna@acme.example")).rejects.toMatchObject(DENIED);
    }
    expect(await everyRow()).toEqual(before);
  });

  it("is added by its person without any role, and ends after as many days", async () => {
    const anna = await addActor("anna@acme.example");
    const { secret, name, scope, endsAt } = await addToken(anna, "Anna@Acme.example", { ...CI, name: " Ci\u0301 " });
    expect({ name, scope }).toEqual({ name: "Cí", scope: "read" });
    expect(secret).toMatch(/^swt_[\w-]{43}$/);
    const [row] = await sql`select ends_at, ends_at = created_at + interval '90 days' as exact from access_tokens`;
    expect(row).toEqual({ ends_at: endsAt, exact: true });
    expect(await listTokens(anna, "anna@acme.example")).toMatchObject([
      { name: "Cí", scope: "read", endsAt, lastUsedAt: null, isEnded: false },
    ]);
  });

  it("is kept as its hash alone: the secret is in no row", async () => {
    const anna = await addActor("anna@acme.example");
    const { secret } = await addToken(anna, "anna@acme.example", CI);
    const stored = JSON.stringify(await everyRow());
    expect(stored).toContain(hashToken(secret));
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(secret.slice(4));
  });

  it("leaves an audit entry with name, scope and end", async () => {
    const anna = await addActor("anna@acme.example");
    const { endsAt } = await addToken(anna, "anna@acme.example", CI);
    const entries = await auditEntries("add_token");
    expect(entries).toMatchObject([
      {
        actor_kind: "user",
        actor_name: "anna@acme.example",
        user_id: anna.id,
        before: null,
        after: { token: "ci", token_scope: "read", user: "anna", username: "anna", domain: "acme.example" },
      },
    ]);
    expect(new Date(String(entries[0]?.after?.token_ends))).toEqual(endsAt);
  });

  it.each([
    ["name", { ...CI, name: "" }],
    ["name", { ...CI, name: "   " }],
    ["name", { ...CI, name: "x".repeat(101) }],
    ["name", { ...CI, name: "a\0b" }],
    ["name", { ...CI, name: "a\nb" }],
    ["name", { ...CI, name: "a\ud800" }],
    ["scope", { ...CI, scope: "" }],
    ["scope", { ...CI, scope: "admin" }],
    ["days", { ...CI, days: 0 }],
    ["days", { ...CI, days: 367 }],
    ["days", { ...CI, days: 1.5 }],
    ["days", { ...CI, days: Number.NaN }],
  ])("is refused for its %s: %j", async (field, token) => {
    const anna = await addActor("anna@acme.example");
    const refused = { code: "bad_request", params: { field } };
    await expect(addToken(anna, "anna@acme.example", token)).rejects.toMatchObject(refused);
    expect(await sql`select 1 from access_tokens`).toHaveLength(0);
  });

  it("has a name of its own among the person's, also at once; another person may use it too", async () => {
    const anna = await addActor("anna@acme.example");
    const bob = await addActor("bob@acme.example");
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => addToken(anna, "anna@acme.example", CI)));
    const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason.params] : []));
    expect(reasons).toEqual(Array.from({ length: 5 }, () => ({ field: "name", fault: "taken" })));
    await addToken(bob, "bob@acme.example", CI);
    expect(await auditEntries("add_token")).toHaveLength(2);
  });

  it("is one of fifty that live at most, also at once; ended ones do not count", async () => {
    const anna = await addActor("anna@acme.example");
    const add = async (name: string) => addToken(anna, "anna@acme.example", { ...CI, name });
    await sql`
      insert into access_tokens (user_id, name, scope, token_hash, ends_at)
      select ${anna.id}, 'n' || n, 'read', sha256(n::text::bytea), now() + (n - 10) * interval '1 minute' - interval '30 seconds'
      from generate_series(1, 58) n`;
    const results = await Promise.allSettled(["a", "b", "c", "d"].map(add));
    const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect(reasons).toMatchObject([TOO_MANY, TOO_MANY]);
    const tokens = await listTokens(anna, "anna@acme.example");
    expect(tokens.filter(({ isEnded }) => !isEnded)).toHaveLength(50);
    expect(tokens.map(({ isEnded }) => isEnded)).toEqual([...Array(50).fill(false), ...Array(10).fill(true)]);
  });

  it("is added from the command line for anybody who is there and enabled", async () => {
    await addPerson("anna@acme.example");
    await addToken(SYSTEM, "anna@acme.example", CI);
    expect(await auditEntries("add_token")).toMatchObject([{ actor_kind: "system", actor_id: null }]);
    await expect(addToken(SYSTEM, "ghost@acme.example", CI)).rejects.toMatchObject({ code: "not_found" });
    await expect(listTokens(SYSTEM, "ghost@acme.example")).rejects.toMatchObject({ code: "not_found" });
    await sql`update users set disabled_at = now()`;
    const disabled = { code: "bad_request", params: { field: "user" } };
    await expect(addToken(SYSTEM, "anna@acme.example", { ...CI, name: "b" })).rejects.toMatchObject(disabled);
    expect(await listTokens(SYSTEM, "anna@acme.example")).toHaveLength(1);
  });

  it("is not added for somebody else who has the person's address now", async () => {
    const anna = await addActor("anna@acme.example");
    await sql`delete from users`;
    await addPerson("anna@acme.example");
    await expect(addToken(anna, "anna@acme.example", CI)).rejects.toMatchObject({ code: "not_found" });
    expect(await sql`select 1 from access_tokens`).toHaveLength(0);
  });
});
