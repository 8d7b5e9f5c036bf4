import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { importUsers } from "@/lib/use-cases/directory/import-users";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { hold, untilWaiting } from "@/tests/support/open-transactions";
import { addActors, addPerson, SYSTEM } from "@/tests/support/people";
import { auditEntries, holders } from "@/tests/support/stored";
import { issuer, sql } from "@/tests/support/worker-database";

const list = (...lines: string[]) => ["domain,username,name,roles,disabled", ...lines].join("\r\n");

/** How each act went before the limit of a click comes near. */
function soon(...acts: Promise<unknown>[]): Promise<unknown[]> {
  const went = acts.map((act) => Promise.race([act.then(() => "done"), sleep(2_000, "waits")]).catch(String));
  return Promise.all(went);
}

/** An import that has added, renamed and disabled somebody, and waits for the license of whoever is disabled. */
async function importUnderWay() {
  const [calls, mail, shifts] = [named("CALL_CENTER", 5), named("EMAIL", 5), named("WFM", 5)];
  await install(issuer, [calls, mail, shifts]);
  await addActors();
  const people = {
    kept: await addPerson("kept@acme.example", { name: "Kept" }),
    renamed: await addPerson("renamed@acme.example", { name: "Old" }),
    leaving: await addPerson("leaving@acme.example", { name: "Leaving" }),
  };
  await grant(people.kept.id, mail);
  await grant(people.leaving.id, calls);
  const busy = await hold((connection) => connection`select from licenses where id = ${calls.id} for update`);
  const importing = importUsers(
    SYSTEM,
    list(
      "acme.example,kept,Kept,,",
      "acme.example,added,Added,,",
      "acme.example,renamed,New,,",
      "acme.example,leaving,Leaving,,true",
    ),
  );
  importing.catch(() => {});
  await untilWaiting();
  return { people, busy, importing, shifts };
}

async function countsOfPeople() {
  return sql`
    select d.name, (select sum(b.users)::int from user_buckets b where b.scope = d.id) as counted,
      (select count(*)::int from users u where u.domain_id = d.id) as there from domains d
    union all select '', (select sum(b.users)::int from user_buckets b where b.scope = 0), (select count(*)::int from users)`;
}

describe("while users are imported", () => {
  it("others are added and renamed in other domains, and who stays as they are signs in and is given a license", async () => {
    const { people, busy, importing, shifts } = await importUnderWay();
    const foreign = { address: "new@globex.example", name: "New", roles: [], password: null };
    const tick = { userId: people.kept.id, licenseId: shifts.id, held: true };
    const went = await soon(
      addUser(SYSTEM, foreign),
      editUser(SYSTEM, "foreign@globex.example", "Another Name"),
      signIn(people.kept.address, people.kept.password),
      changeGrants(SYSTEM, [tick]),
    );
    await busy.commit();
    expect(went).toEqual(["done", "done", "done", "done"]);
    expect((await importing).counts).toMatchObject({ new: 1, changed: 2, unchanged: 1 });
    for (const { name, counted, there } of await countsOfPeople()) expect([name, counted]).toEqual([name, there]);
    expect(await holders(shifts.id)).toHaveLength(1);
  });

  it("who is renamed behind a list that found them as they were keeps the new name", async () => {
    const { people, busy, importing } = await importUnderWay();
    const went = await soon(editUser(SYSTEM, people.kept.address, "Renamed Meanwhile"));
    await busy.commit();
    expect(went).toEqual(["done"]);
    expect((await importing).counts).toMatchObject({ changed: 2, unchanged: 1 });
    expect(await sql`select name from users where id = ${people.kept.id}`).toEqual([{ name: "Renamed Meanwhile" }]);
    expect(await auditEntries("edit_user")).toHaveLength(2);
  });
});
