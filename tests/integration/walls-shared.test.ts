import { sql as statement } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { query } from "@/db/client";
import { enableChannel } from "@/lib/use-cases/channels/enable-channel";
import { listChannels } from "@/lib/use-cases/channels/list-channels";
import { addUser } from "@/lib/use-cases/directory/add-user";
import { deleteUser } from "@/lib/use-cases/directory/delete-user";
import { editUser } from "@/lib/use-cases/directory/edit-user";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addChannelActors, addChannels } from "@/tests/support/channels";
import { addClerk } from "@/tests/support/clerks";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addActor, addCrowd, addPerson } from "@/tests/support/people";
import { asPerson } from "@/tests/support/who-may-lines";
import { issuer, sql } from "@/tests/support/worker-database";

const WINDOWS = { domain: "", state: "", add: false, import: false, edit: "" } as const;

describe("what all domains share", () => {
  const PAGE = { q: "", page: 1, size: 10, sort: null };
  const CHANNELS = { ...PAGE, kind: "chat_gateway", opened: null, adding: false } as const;

  it("is counted over all domains, seats that lapsed left out", async () => {
    const [named5, pool, chat] = [named("CALL_CENTER", 5), concurrent("CUSTOMER_SERVICE", 5), named("CHAT", 5)];
    await install(issuer, [named5, pool, chat]);
    const holders = [
      await addPerson("a@acme.example"),
      await addPerson("b@globex.example"),
      await addPerson("c@globex.example"),
    ];
    for (const { id, address, password } of holders) {
      await grant(id, named5, pool);
      await signIn(address, password);
    }
    await sql`update seats set ends_at = now() where user_id = ${holders[2]?.id ?? ""}`;
    await sql`update channels set enabled_at = now() where id = any (${await addChannels(2, "globex.example")})`;
    const [reader, keeper] = [await addActor("looker@acme.example", "reader"), await addChannelActors()];
    const { licenses } = await asPerson(reader, (person) => listLicenses(person, PAGE));
    expect(licenses.map(({ product, used }) => [product, used])).toEqual([
      ["CALL_CENTER", 3],
      ["CHAT", 0],
      ["CUSTOMER_SERVICE", 2],
    ]);
    expect((await asPerson(keeper.reader, (person) => listChannels(person, CHANNELS))).enabled).toBe(2);
  });

  it("holds its limits over all domains", async () => {
    const [license, chat] = [named("CALL_CENTER", 1), named("CHAT", 1)];
    await install(issuer, [license, chat]);
    await grant((await addPerson("b@globex.example")).id, license);
    const [foreign] = await addChannels(1, "globex.example");
    await sql`update channels set enabled_at = now() where id = ${foreign ?? ""}`;
    const [person, writer] = [await addPerson("a@acme.example"), await addActor("writer@acme.example", "writer")];
    const wish = { userId: person.id, licenseId: license.id, held: true };
    const [result] = await asPerson(writer, (actor) => changeGrants(actor, [wish]));
    expect(result?.refused?.code).toBe("seats_exhausted");
    const raw = statement`insert into grants (user_id, license_id) values (${person.id}::bigint, ${license.id}::uuid)`;
    await expect(asPerson(writer, () => query(raw))).rejects.toThrow(/limit of a named license/);

    const { keeper } = await addChannelActors();
    const [own = ""] = await addChannels(1);
    await expect(asPerson(keeper, (actor) => enableChannel(actor, own))).rejects.toThrow(
      expect.objectContaining({ code: "channel_limit" }),
    );
    const enabling = statement`update channels set enabled_at = now() where id = ${own}::bigint`;
    await expect(asPerson(keeper, () => query(enabling))).rejects.toThrow(/maximum number of active: 1/);
  });

  it("stays true to what is written behind the walls: counters, words and counts of users", async () => {
    const keeper = await addClerk("keeper@acme.example", "clerk");
    await addCrowd(3, "globex.example");
    const add = { address: "new.person@acme.example", name: "Some Body", password: null, roles: [] };
    await asPerson(keeper, (person) => addUser(person, add));
    await asPerson(keeper, (person) => editUser(person, add.address, "Any Body"));
    const found = await asPerson(keeper, (person) => listUsers(person, { ...PAGE, ...WINDOWS, q: "any" }));
    expect(found.users.map(({ username }) => username)).toEqual(["new.person"]);
    await asPerson(keeper, (person) => deleteUser(person, add.address));
    const [counts] = await sql`
      select (select sum(users)::int from user_buckets where scope = 0) as every, (select count(*)::int from users) as there,
        (select count(*)::int from user_words where word = 'any') as words`;
    expect(counts).toEqual({ every: 4, there: 4, words: 0 });
  });
});
