import { describe, expect, it } from "vitest";
import { actorOfToken } from "@/lib/access/session";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { listTokens } from "@/lib/use-cases/tokens/list-tokens";
import { revokeToken } from "@/lib/use-cases/tokens/revoke-token";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addActors, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const ANNA = "anna@acme.example";
const CI = { name: "ci", scope: "write", days: 1 };

describe("revoking a token", () => {
  it.each(["sysadmin", "writer", "nobody", "foreign"] as const)("of somebody else is denied to %s", async (who) => {
    const actors = await addActors();
    await addToken(SYSTEM, "reader@acme.example", CI);
    const before = await everyRow();
    const revoking = revokeToken(actors[who], "reader@acme.example", { name: "ci" });
    await expect(revoking).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("is denied to whoever came with one, even with that one", async () => {
    const anna = await addActor(ANNA, "sysadmin");
    await addToken(anna, ANNA, CI);
    const revoking = revokeToken({ ...anna, token: "ci" }, ANNA, { name: "ci" });
    await expect(revoking).rejects.toMatchObject({ code: "access_denied" });
    expect(await listTokens(anna, ANNA)).toHaveLength(1);
  });

  it("makes it nobody's at once, and leaves an audit entry without the secret", async () => {
    await install(issuer, [named("CALL_CENTER", 5)]);
    const anna = await addActor(ANNA);
    const { secret } = await addToken(anna, ANNA, CI);
    await addToken(anna, ANNA, { ...CI, name: "other" });
    expect(await actorOfToken(secret)).toMatchObject({ id: anna.id, token: "ci" });
    const id = (await listTokens(anna, ANNA)).find(({ name }) => name === "ci")?.id ?? "";
    await revokeToken(anna, ANNA, { id });
    await expect(actorOfToken(secret)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await listTokens(anna, ANNA)).toMatchObject([{ name: "other" }]);
    const entries = await auditEntries("revoke_token");
    expect(entries).toMatchObject([
      { user_id: anna.id, actor_name: ANNA, before: { token: "ci", token_scope: "write" }, after: null },
    ]);
    expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it("finds only the person's own, also by an id of somebody else's", async () => {
    const anna = await addActor(ANNA);
    const bob = await addActor("bob@acme.example");
    await addToken(anna, ANNA, CI);
    const id = (await listTokens(anna, ANNA))[0]?.id ?? "";
    for (const key of [{ id }, { id: "" }, { id: "x" }, { id: "9".repeat(19) }, { name: "ci" }]) {
      await expect(revokeToken(bob, "bob@acme.example", key)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await listTokens(anna, ANNA)).toHaveLength(1);
    expect(await auditEntries("revoke_token")).toHaveLength(0);
  });

  it("happens once, also at once, and takes ended ones too, so that the name is free again", async () => {
    const anna = await addActor(ANNA);
    await addToken(anna, ANNA, CI);
    await sql`update access_tokens set ends_at = now() - interval '1 hour'`;
    const revoke = async () => revokeToken(SYSTEM, ANNA, { name: " ci " });
    const results = await Promise.allSettled(Array.from({ length: 5 }, revoke));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await auditEntries("revoke_token")).toHaveLength(1);
    await addToken(anna, ANNA, CI);
  });
});
