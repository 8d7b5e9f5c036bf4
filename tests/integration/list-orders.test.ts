import { describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import type { ListRequest, Sort } from "@/lib/list-request";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addCrowd, addPerson } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

type Someone = {
  id: string;
  domain: string;
  username: string;
  text: string;
  disabled: boolean;
  words: string[];
  held: string[];
  sessions: number;
};
type Asked = {
  q: string;
  has: string;
  without: string;
  domain: string;
  state: "" | "enabled" | "disabled";
  sort: Sort;
};

const SIZE = 15;
/** The id of no license. */
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const SEARCHES = ["", "a", "an m", "ан", "lea", "a*n", "*na"];

/** Five hundred people of two domains with names in both scripts, every seventh disabled, licenses that few, many, and only the last by name hold, and who is signed in once, twice, or no more. */
async function furnish() {
  const [few, many, late] = [named("FEW", 900), named("MANY", 900), named("LATE", 900)];
  await install(issuer, [few, many, late]);
  const reader = await addActor("chief@acme.example", "sysadmin");
  const local = await addActor("local@globex.example", "writer");
  await addCrowd(260, "acme.example", "p");
  await addCrowd(240, "globex.example", "p");
  await sql`update users set
      name = (array['Anna', 'Mara', 'Олена', 'Андрій', 'Bob', 'Zoe Ann', 'Анна-Марія', 'Lea'])[1 + id % 8]
        || ' ' || (array['Adams', 'Meyer', 'Коваль', 'Антонюк', 'Nolan', 'Quist', 'Мельник'])[1 + id % 7] || ' ' || id % 3,
      disabled_at = case when id % 7 = 0 then now() end
    where username like 'p%'`;
  await sql`insert into grants (user_id, license_id)
    select id, ${few.id}::uuid from users where id % 83 = 0
    union all select id, ${many.id}::uuid from users where id % 3 > 0
    union all select id, ${late.id}::uuid from (select id from users order by name desc, id desc limit 120) u`;
  await sql`insert into sessions (token_hash, user_id, kind, idle_ends_at, ends_at)
    select sha256((id || ' ' || nth)::bytea), id, 'browser', now() + case when nth = 3 then interval '-1 minute' else '1 hour' end,
      now() + case when nth = 4 then interval '-1 minute' else '1 day' end
    from users cross join generate_series(1, 4) nth
    where username like 'p%' and case nth when 1 then id % 5 < 2 when 2 then id % 5 = 1 when 3 then id % 11 = 0 else id % 13 = 0 end`;
  const people = await sql<Someone[]>`
    select u.id::text as id, d.name as domain, u.username, u.name || ' ' || u.username as text, u.disabled_at is not null as disabled,
      array(select word from user_words w where w.user_id = u.id) as words,
      array(select license_id::text from grants g where g.user_id = u.id) as held,
      (select count(*)::int from sessions s where s.user_id = u.id and s.idle_ends_at > now() and s.ends_at > now()) as sessions
    from users u join domains d on d.id = u.domain_id order by u.name, u.id`;
  return { reader, local, people: [...people], ids: { few: few.id, many: many.id, late: late.id } };
}

/** Whom a list should show, in order: every rule by itself, over everybody. */
function expected(people: Someone[], { q, has, without, domain, state, sort }: Asked): string[] {
  const isFound = ({ words, text }: Someone) =>
    q.split(" ").every((piece) => {
      const [head = "", tail] = piece.split("*");
      if (tail === undefined) return words.some((word) => word.startsWith(head));
      return new RegExp(`(?<![\\p{L}\\p{Nd}])${head}.*${tail}(?![\\p{L}\\p{Nd}])`, "iu").test(text);
    });
  const found = people.filter(
    (person) =>
      isFound(person) &&
      (has === "" || person.held.includes(has)) &&
      (without === "" || !person.held.includes(without)) &&
      (domain === "" || person.domain === domain) &&
      (state === "" || person.disabled === (state === "disabled")),
  );
  if (sort.field === "name" || sort.field === "user") {
    return (sort.descending ? found.toReversed() : found).map(({ id }) => id);
  }
  const keyOf = (person: Someone): string => {
    if (sort.field === "domain") return person.domain;
    if (sort.field === "sessions") return String(person.sessions);
    if (sort.field === "address") return `${person.username} ${person.id.padStart(9)}`;
    if (sort.field === "state") return String(Number(person.disabled));
    return String(Number(person.held.includes(sort.field.slice("license.".length))));
  };
  const sign = sort.descending ? -1 : 1;
  return found
    .toSorted((a, b) => (keyOf(a) === keyOf(b) ? 0 : (keyOf(a) < keyOf(b) ? -1 : 1) * sign))
    .map(({ id }) => id);
}

/** What the first, second and last page show and what the list says of its length, against what they should. */
async function wrongPages(asked: Asked, people: Someone[], ask: (request: ListRequest) => Promise<[string[], number]>) {
  const ids = expected(people, asked);
  const last = Math.max(1, Math.ceil(ids.length / SIZE));
  const wrong = [];
  for (const page of new Set([1, Math.min(2, last), last])) {
    const [shown, total] = await ask({ q: asked.q, page, size: SIZE, sort: asked.sort });
    const should = ids.slice((page - 1) * SIZE, page * SIZE);
    if (JSON.stringify([shown, total]) !== JSON.stringify([should, ids.length])) {
      wrong.push({ asked, page, shown, should, total, count: ids.length });
    }
  }
  return wrong;
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
const bothWays = (fields: string[]): Sort[] =>
  fields.flatMap((field) => [false, true].map((descending) => ({ field, descending })));

async function matrixOf(reader: UserActor, asked: Asked, request: ListRequest): Promise<[string[], number]> {
  const { has, without, domain, state } = asked;
  const { users, total } = await listGrants(reader, { ...request, has, without, domain, state });
  return [idsOf(users), total.count];
}

describe("a list of people in any order, searched and narrowed in any way", () => {
  it("is the matrix of everybody, filtered and sorted", async () => {
    const { reader, people, ids } = await furnish();
    const sorts = bothWays(["name", `license.${ids.few}`, `license.${ids.many}`, `license.${ids.late}`]);
    const wrong = [];
    for (const q of SEARCHES)
      for (const [has, without] of [
        ["", ""],
        [UNKNOWN, ""],
        [ids.few, ""],
        [ids.many, ""],
        [ids.late, ids.many],
        ["", ids.many],
      ] as const)
        for (const [domain, state] of [
          ["", ""],
          ["globex.example", ""],
          ["", "disabled"],
        ] as const)
          for (const sort of sorts) {
            const asked = { q, has, without, domain, state, sort };
            wrong.push(...(await wrongPages(asked, people, (request) => matrixOf(reader, asked, request))));
          }
    expect(wrong).toEqual([]);
  });

  it("is the directory of everybody, filtered and sorted", async () => {
    const { reader, people } = await furnish();
    const wrong = [];
    for (const q of SEARCHES)
      for (const domain of ["", "acme.example"])
        for (const state of ["", "enabled", "disabled"] as const)
          for (const sort of bothWays(["name", "address", "domain", "state"])) {
            const asked = { q, has: "", without: "", domain, state, sort };
            const windows = { add: false, import: false, edit: "" };
            const ask = async (request: ListRequest): Promise<[string[], number]> => {
              const { users, total } = await listUsers(reader, { ...request, ...windows, domain, state });
              return [idsOf(users), total.count];
            };
            wrong.push(...(await wrongPages(asked, people, ask)));
          }
    expect(wrong).toEqual([]);
  });

  it("is a license's holders, filtered and sorted", async () => {
    const { reader, local, people, ids } = await furnish();
    const wrong = [];
    for (const [whoever, domain] of [
      [reader, ""],
      [local, "globex.example"],
    ] as const)
      for (const q of SEARCHES)
        for (const has of Object.values(ids))
          for (const sort of bothWays(["user", "domain", "sessions"])) {
            const asked = { q, has, without: "", domain, state: "" as const, sort };
            const ask = async (request: ListRequest): Promise<[string[], number]> => {
              const { holders, total } = await listHolders(whoever, has, request);
              return [idsOf(holders), total.count];
            };
            wrong.push(...(await wrongPages(asked, people, ask)));
          }
    expect(wrong).toEqual([]);
  });
});

it("holders whom a search finds come in the order of the words found, then by name, over all pages", async () => {
  const license = named("CALL_CENTER", 50);
  await install(issuer, [license]);
  const reader = await addActor("chief@acme.example", "sysadmin");
  for (const [nth, name] of ["Zoe Anderson", "Bob Anna", "Ann Quist", "Abe Anna"].entries()) {
    await grant((await addPerson(`p${nth}@acme.example`, { name })).id, license);
  }
  const page = async (nth: number) => {
    const { holders } = await listHolders(reader, license.id, { q: "an", page: nth, size: 2, sort: null });
    return holders.map(({ name }) => name);
  };
  expect(await page(1)).toEqual(["Zoe Anderson", "Ann Quist"]);
  expect(await page(2)).toEqual(["Abe Anna", "Bob Anna"]);
});
