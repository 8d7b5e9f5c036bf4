import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addPerson } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

const ALL = { page: 1, size: 100, sort: null };
const NO_WINDOW = { domain: "", state: "", add: false, import: false, edit: "" } as const;

/** Digits that are no decimal digits part words; a capital sigma is another small one at the end of a word than within it. */
const NAMES = ["Склад м²", "Pier ½ West", "Ⅷ Legion", "①Erster", "ΝΙΚΟΣΙΆΔΗΣ ΠΆΝΟΣ", "٣٤ Dritter", "x1²y Team"];

let admin: UserActor;

beforeEach(async () => {
  await install(issuer, [named("CALL_CENTER", 50)]);
  admin = await addActor("root@acme.example", "sysadmin");
  for (const [nth, name] of NAMES.entries()) await addPerson(`person${nth}@acme.example`, { name });
});

async function found(q: string): Promise<string[]> {
  const [directory, matrix] = await Promise.all([
    listUsers(admin, { ...ALL, ...NO_WINDOW, q }),
    listGrants(admin, { ...ALL, q }),
  ]);
  expect(matrix.users.map(({ id }) => id)).toEqual(directory.users.map(({ id }) => id));
  return directory.users.map(({ name }) => name);
}

describe("a search", () => {
  it.each(NAMES)("finds %j by the whole name, by each piece of it, and in capitals", async (name) => {
    for (const q of [name, ...name.split(" "), name.toUpperCase(), name.toLowerCase()]) {
      expect([q, await found(q)]).toEqual([q, expect.arrayContaining([name])]);
    }
  });

  it("finds a word by what was typed of it so far, with a capital sigma in the end", async () => {
    expect(await found("ΝΙΚΟΣ")).toEqual(["ΝΙΚΟΣΙΆΔΗΣ ΠΆΝΟΣ"]);
    expect(await found("πάνος")).toEqual(["ΝΙΚΟΣΙΆΔΗΣ ΠΆΝΟΣ"]);
    expect(await found("ΝΙΚΟΣ ΠΆΝΟΣ")).toEqual(["ΝΙΚΟΣΙΆΔΗΣ ΠΆΝΟΣ"]);
    expect(await found("ΝΙΚΟΣ*")).toEqual(["ΝΙΚΟΣΙΆΔΗΣ ΠΆΝΟΣ"]);
  });
});
