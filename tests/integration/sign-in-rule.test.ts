import { expect, it } from "vitest";
import { findInstalled } from "@/db/queries/customer";
import { AppError } from "@/lib/errors";
import { takeSeats } from "@/lib/licensing/seats";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { install } from "@/tests/support/installation";
import { concurrent, EXPIRED, type IssuedLicense, NOT_STARTED, named } from "@/tests/support/issuer";
import { addCrowd, PASSWORD } from "@/tests/support/people";
import { randomFrom } from "@/tests/support/random";
import { issuer, sql } from "@/tests/support/worker-database";

const USERS = 80;
const PRODUCTS = ["CALL_CENTER", "EMAIL", "WFM"];

/** Named and concurrent licenses of three products in every state, most of them with few seats. */
function variedLicenses(random: (below: number) => number): IssuedLicense[] {
  return Array.from({ length: 14 }, (_, index) => {
    const product = PRODUCTS[index % 3] ?? "";
    const term = [EXPIRED, NOT_STARTED, {}, {}, {}][random(5)];
    const end = { not_after: named(product, 1).not_after + random(4) };
    return random(4) === 0
      ? named(product, 1_000, { ...end, ...term })
      : concurrent(product, 1 + random(4), { ...end, ...term });
  });
}

/** What the rule says of this user as things stand. */
async function byTheRule(userId: string) {
  const { installed, now } = await findInstalled();
  const rows = await sql`
    select g.license_id, s.user_id is not null as holds_seat
    from grants g left join seats s on s.license_id = g.license_id and s.user_id = g.user_id and s.ends_at > now()
    where g.user_id = ${userId}`;
  const holdsSeat = new Map(rows.map((row) => [row.license_id, row.holds_seat]));
  const granted = (installed?.licenses ?? [])
    .filter(({ id }) => holdsSeat.has(id))
    .map((license) => ({ license, used: license.used, holdsSeat: holdsSeat.get(license.id) }));
  const taken = takeSeats({ granted, isAdministrator: false, now });
  if ("code" in taken) return { refused: taken.code, product: taken.params.product ?? "" };
  const missing = taken.missing.map(({ product, licenseId, refusal }) => [product, licenseId, refusal.code]);
  return { seats: new Set(taken.seats), missing: new Set(missing.map(String)) };
}

async function inTheDatabase(userId: string, address: string) {
  try {
    const { missing } = await signIn(address, PASSWORD);
    const seats = await sql`select license_id from seats where user_id = ${userId} and ends_at > now()`;
    return {
      seats: new Set(seats.map((seat) => seat.license_id)),
      missing: new Set(missing.map((each) => String([each.product, each.license_id, each.reason]))),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: error.code, product: error.params.product ?? "" };
  }
}

it.each([1, 2, 3])("signing in does in one statement what the rule says, whoever holds what (mix %i)", async (seed) => {
  const random = randomFrom(seed);
  const licenses = variedLicenses(random);
  await install(issuer, licenses);
  await install(issuer, licenses.slice(2));
  const users = await addCrowd(USERS);
  const seen = new Set<string>();
  for (const [index, user] of users.entries()) {
    const held = licenses.filter(() => random(5) === 0).map(({ id }) => id);
    await sql`insert into grants (user_id, license_id) select ${user}, unnest(${held}::uuid[])`;
    for (const _ of [1, 2]) {
      const expected = await byTheRule(user);
      expect(await inTheDatabase(user, `user${index + 1}@acme.example`)).toEqual(expected);
      seen.add("refused" in expected ? String(expected.refused) : "opened");
    }
  }
  expect(seen.size).toBeGreaterThan(2);
});
