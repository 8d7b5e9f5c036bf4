import { describe, expect, it } from "vitest";
import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { deleteDomain } from "@/lib/use-cases/directory/delete-domain";
import { addClerk } from "@/tests/support/clerks";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, everyRow } from "@/tests/support/stored";
import { sql } from "@/tests/support/worker-database";

const notEmpty = (users: number, channels: number) => ({
  code: "bad_request",
  params: { field: "domain", fault: "not_empty", users, channels },
});

describe("a domain is not deleted", () => {
  it.each(["nobody", "outsider", "reader", "writer"] as const)("by %s", async (who) => {
    const actors = await addActors();
    await addDomain(SYSTEM, "empty.example");
    await expect(deleteDomain(actors[who], "empty.example")).rejects.toMatchObject({ code: "access_denied" });
  });

  it("nor added without all_domains", async () => {
    const clerk = await addClerk("clerk@acme.example", "clerk");
    const before = await everyRow();
    await expect(addDomain(clerk, "new.example")).rejects.toMatchObject({ code: "access_denied" });
    await expect(deleteDomain(clerk, "acme.example")).rejects.toMatchObject({ code: "access_denied" });
    expect(await everyRow()).toEqual(before);
  });

  it("while users or channels live in it, nor when it does not exist", async () => {
    await addPerson("anna@acme.example");
    await addDomain(SYSTEM, "globex.example");
    await sql`insert into channels (kind, domain_id, name)
      select 'email_profile', id, 'Support' from domains where name = 'globex.example'`;
    const before = await everyRow();
    await expect(deleteDomain(SYSTEM, "acme.example")).rejects.toMatchObject(notEmpty(1, 0));
    await expect(deleteDomain(SYSTEM, "globex.example")).rejects.toMatchObject(notEmpty(0, 1));
    await expect(deleteDomain(SYSTEM, "ghost.example")).rejects.toMatchObject({ code: "not_found" });
    expect(await everyRow()).toEqual(before);
  });
});

describe("an empty domain", () => {
  it("is deleted by whoever sees all domains, with an audit entry", async () => {
    const chief = await addClerk("chief@acme.example", "chief clerk");
    await addDomain(chief, "empty.example");
    await deleteDomain(chief, " Empty.example ");
    expect(await sql`select name from domains`).toEqual([{ name: "acme.example" }]);
    expect(await auditEntries("delete_domain")).toMatchObject([
      { actor_name: "chief@acme.example", before: { domain: "empty.example" }, after: null },
    ]);
  });

  it("keeps its first user or goes, when both happen at once", async () => {
    for (let round = 0; round < 10; round++) {
      const domain = `round${round}.example`;
      await addDomain(SYSTEM, domain);
      const user = { address: `anna@${domain}`, name: "Anna", password: null, roles: [] };
      const [added, deleted] = await Promise.allSettled([addUser(SYSTEM, user), deleteDomain(SYSTEM, domain)]);
      expect([added.status, deleted.status].toSorted()).toEqual(["fulfilled", "rejected"]);
      const [row] = await sql`select count(*)::int as domains from domains where name = ${domain}`;
      expect(row?.domains).toBe(added.status === "fulfilled" ? 1 : 0);
    }
  });
});
