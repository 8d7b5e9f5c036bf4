import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent, named } from "@/tests/support/issuer";
import { addCrowd, addPerson, PASSWORD, type Person } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const HOME = "203.0.113.7";
const ELSEWHERE = "198.51.100.4";

/** The reason code of a sign-in, or `in`. */
async function answer(name: string, password: string, address = HOME): Promise<string> {
  try {
    await signIn(name, password, "api", address);
    return "in";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

const fail = (name: string, address = HOME) => answer(name, "wrong", address);

async function failTimes(times: number, name: string, address = HOME): Promise<string[]> {
  const answers: string[] = [];
  for (let nth = 0; nth < times; nth++) answers.push(await fail(name, address));
  return answers;
}

/** So many answers of each kind. */
function tally(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of answers) counts[each] = (counts[each] ?? 0) + 1;
  return counts;
}

/** As if the failures had been so long ago. */
async function waitSeconds(seconds: number): Promise<void> {
  await sql`update attempts set ends_at = ends_at - make_interval(secs => ${seconds})`;
}

let anna: Person;

/** Fails as Anna, each time from another address. */
async function guessFromEverywhere(times: number): Promise<Record<string, number>> {
  const answers: string[] = [];
  for (let nth = 0; nth < times; nth++) answers.push(await fail(anna.address, `192.0.2.${nth}`));
  return tally(answers);
}

beforeEach(async () => {
  const license = named("CALL_CENTER", 500);
  await install(issuer, [license]);
  anna = await addPerson("anna@acme.example");
  await grant(anna.id, license);
});

describe("for an account from one address", () => {
  it("the right password after nine wrong ones opens, and after ten it waits", async () => {
    expect(tally(await failTimes(9, anna.address))).toEqual({ unauthenticated: 9 });
    expect(await answer(anna.address, anna.password)).toBe("in");
    expect(await fail(anna.address)).toBe("unauthenticated");
    expect(await answer(anna.address, anna.password)).toBe("rate_limited");
    expect(await sql`select 1 from sessions`).toHaveLength(1);
  });

  it("another address and another account are let in", async () => {
    await failTimes(10, anna.address);
    expect(await answer(anna.address, anna.password, ELSEWHERE)).toBe("in");
    const bob = await addPerson("bob@acme.example", { roles: ["sysadmin"] });
    expect(await answer(bob.address, bob.password)).toBe("in");
  });

  it.each([
    ["an unknown user", "nobody@acme.example"],
    ["an unknown domain", "anna@other.example"],
    ["no address at all", "anna"],
    ["nothing", ""],
  ])("%s is limited alike", async (_, name) => {
    expect(tally(await failTimes(12, name))).toEqual({ unauthenticated: 10, rate_limited: 2 });
  });

  it("every spelling of a name is the same account", async () => {
    const spellings = ["anna@acme.example", " ANNA@acme.example", "Anna@Acme.Example "];
    for (let nth = 0; nth < 10; nth++) await fail(spellings[nth % 3] ?? "");
    expect(await answer(anna.address, anna.password)).toBe("rate_limited");
  });

  it("says how long to wait, and then lets in; who was refused meanwhile has not made it longer", async () => {
    await failTimes(10, anna.address);
    await waitSeconds(60);
    const refused = await signIn(anna.address, "wrong", "api", HOME).catch((error: AppError) => error);
    expect(refused).toMatchObject({ code: "rate_limited", params: { seconds: expect.any(Number) } });
    const { seconds } = (refused as AppError).params;
    expect(seconds).toBeGreaterThan(230);
    expect(seconds).toBeLessThanOrEqual(240);
    await waitSeconds(Number(seconds));
    expect(await answer(anna.address, anna.password)).toBe("in");
    expect(tally(await failTimes(11, anna.address))).toEqual({ unauthenticated: 10, rate_limited: 1 });
  });

  it("of 32 wrong passwords at once ten are told that they are wrong, and then the right one is not told either", async () => {
    const answers = await Promise.all(Array.from({ length: 32 }, () => fail(anna.address)));
    expect(tally(answers)).toEqual({ unauthenticated: 10, rate_limited: 22 });
    expect(await answer(anna.address, anna.password)).toBe("rate_limited");
  });

  it("what is refused counts for nothing else: the address has failures left", async () => {
    await failTimes(150, anna.address);
    expect(await fail("bob@acme.example")).toBe("unauthenticated");
    const rows = await sql`select count from attempts where key like 'address:%'`;
    expect(rows).toEqual([{ count: 11 }]);
  });
});

describe("only failures count", () => {
  it("32 right passwords of one person at once are all let in", async () => {
    const all = await Promise.all(Array.from({ length: 32 }, () => answer(anna.address, anna.password)));
    expect(tally(all)).toEqual({ in: 32 });
  });

  it("150 people from one address at once are let in, or hear that the seats are taken", async () => {
    const [crowd, seats] = [await addCrowd(150), concurrent("MOBILE", 40)];
    await install(issuer, [named("CALL_CENTER", 500), seats]);
    await sql`insert into grants (user_id, license_id) select id, ${seats.id} from users where id in ${sql(crowd)}`;
    const all = await Promise.all(crowd.map((_, index) => answer(`user${index + 1}@acme.example`, PASSWORD)));
    expect(tally(all)).toEqual({ in: 40, seats_exhausted: 110 });
    expect(await answer(anna.address, "wrong")).toBe("unauthenticated");
  });
});

describe("from one address", () => {
  it("nobody shuts out whoever signed in there before: each of them has ten failures of their own", async () => {
    expect(await answer(anna.address, anna.password)).toBe("in");
    for (let nth = 0; nth < 100; nth++) await fail(`nobody${nth}@acme.example`);
    expect(await fail("nobody@acme.example")).toBe("rate_limited");
    expect(await answer(anna.address, anna.password)).toBe("in");
    expect(tally(await failTimes(11, anna.address))).toEqual({ unauthenticated: 10, rate_limited: 1 });
  });

  it("a hundred failures of any accounts are all there are; other addresses go on", async () => {
    await fail("guess@acme.example");
    await sql`update attempts set count = 90 where key like 'address:%'`;
    const answers: string[] = [];
    for (let nth = 0; nth < 14; nth++) answers.push(await fail(`guess${nth}@acme.example`));
    expect(tally(answers)).toEqual({ unauthenticated: 10, rate_limited: 4 });
    expect(await answer(anna.address, anna.password)).toBe("rate_limited");
    expect(await answer(anna.address, anna.password, ELSEWHERE)).toBe("in");
  });
});

describe("for an account from everywhere", () => {
  it("a hundred failures are all there are, at addresses that nobody knows", async () => {
    expect(await guessFromEverywhere(102)).toEqual({ unauthenticated: 100, rate_limited: 2 });
    expect(await answer(anna.address, anna.password, HOME)).toBe("rate_limited");
  });

  it("nobody is shut out where they signed in within 30 days; later they are", async () => {
    expect(await answer(anna.address, anna.password, HOME)).toBe("in");
    await guessFromEverywhere(102);
    expect(await answer(anna.address, anna.password, HOME)).toBe("in");
    expect(tally(await failTimes(11, anna.address, HOME))).toEqual({ unauthenticated: 10, rate_limited: 1 });
    await sql`delete from attempts where key like 'account_at:%'`;
    await sql`update attempts set ends_at = now() where key like 'known:%'`;
    expect(await answer(anna.address, anna.password, HOME)).toBe("rate_limited");
  });

  it("a right password makes an address known although no seat was free", async () => {
    const [full, bob] = [concurrent("MOBILE", 1), await addPerson("bob@acme.example")];
    await install(issuer, [named("CALL_CENTER", 500), full]);
    const carl = await addPerson("carl@acme.example");
    for (const { id } of [bob, carl]) await grant(id, full);
    expect(await answer(bob.address, bob.password, ELSEWHERE)).toBe("in");
    expect(await answer(carl.address, carl.password, HOME)).toBe("seats_exhausted");
    expect(
      await sql`select 1 from attempts where key like 'known:%' and ends_at > now() + interval '29 days'`,
    ).toHaveLength(2);
  });
});

it("neither names nor addresses are kept, and what is over goes", async () => {
  await failTimes(3, anna.address);
  await answer(anna.address, anna.password);
  const rows = await sql`select to_jsonb(a)::text as row from attempts a`;
  expect(rows).toHaveLength(4);
  expect(JSON.stringify(rows)).not.toMatch(/anna|acme|203\.0/);
  await waitSeconds(31 * 86_400);
  await fail("bob@acme.example", ELSEWHERE);
  expect(await sql`select 1 from attempts`).toHaveLength(3);
});
