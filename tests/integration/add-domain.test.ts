import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addActors, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

describe("adding a domain", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("is denied to %s", async (who) => {
    const actors = await addActors();
    const before = await everyRow();
    await expect(addDomain(actors[who], "new.example")).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("keeps its name in lower case and leaves an audit entry", async () => {
    const id = await addDomain(SYSTEM, " Acme.Example ");
    expect(await sql`select id::text, name from domains`).toEqual([{ id, name: "acme.example" }]);
    expect(await auditEntries("add_domain")).toMatchObject([
      { actor_kind: "system", after: { domain: "acme.example" } },
    ]);
  });

  it.each([
    "",
    "acme",
    "acme.",
    ".acme",
    "a..b",
    "-acme.example",
    "acme-.example",
    "ac me.example",
    "acme_1.example",
    "користувач.укр",
    "acme.example\0",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}a`,
  ])("refuses the name %j", async (name) => {
    await expect(addDomain(SYSTEM, name)).rejects.toMatchObject({ code: "bad_request", params: { field: "domain" } });
    expect(await sql`select 1 from domains`).toHaveLength(0);
  });

  it("of the same name happens once, also at once", async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => addDomain(SYSTEM, "acme.example")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const reasons = results.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(reasons).toEqual(Array(7).fill("bad_request"));
    expect(await auditEntries("add_domain")).toHaveLength(1);
  });
});
