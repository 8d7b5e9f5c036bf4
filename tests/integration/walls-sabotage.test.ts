import { isDeepStrictEqual } from "node:util";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserActor } from "@/lib/access/actor";
import type * as permissions from "@/lib/access/permissions";
import { QUESTIONS, type Question } from "@/tests/support/foreign-questions";
import { fingerprint, keep, putBack } from "@/tests/support/kept-installation";
import { buildHouse, type House } from "@/tests/support/who-may-house";
import { asPerson, doAct, LINES, wordOf } from "@/tests/support/who-may-lines";
import type { Asker } from "@/tests/support/who-may-people";

/** The sabotage: every query is told that whoever asks has no bounds. */
const sabotage = vi.hoisted(() => ({ isDone: false }));

vi.mock("@/lib/access/permissions", async (original) => {
  const real = await original<typeof permissions>();
  const domainBounds: typeof real.domainBounds = (actor) => (sabotage.isDone ? null : real.domainBounds(actor));
  return { ...real, domainBounds };
});

/** What a list of the own domain is answered; asked for all domains it may as well be empty. */
const SEEN = new Set(["acme", "globex"]);

/** Who may not see all domains. */
const BOUNDED: readonly Asker[] = ["reader", "writer", "keeper", "foreign"];

let house: House;
let untouched: string;

beforeAll(async () => {
  house = await buildHouse();
  await keep();
  untouched = await fingerprint();
});

beforeEach(async () => {
  sabotage.isDone = false;
  await putBack();
});

const personOf = (section: Question["section"], asker: Asker) => house.askers[section][asker] as UserActor;

/** The whole answer, without the time of asking. */
const whole = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === "now" ? null : value))) as unknown;

/** Whether no row and no number is in the answer that is not in the honest one. */
function isNoMore(told: unknown, honest: unknown): boolean {
  if (Array.isArray(told) && Array.isArray(honest))
    return told.every((row) => honest.some((known) => isDeepStrictEqual(row, known)));
  if (typeof told === "number" && typeof honest === "number") return told <= honest;
  if (typeof told !== "object" || told === null || typeof honest !== "object" || honest === null)
    return told === honest;
  return Object.entries(told).every(([key, value]) => isNoMore(value, Reflect.get(honest, key)));
}

describe("with the application's bounds sabotaged, behind the walls", () => {
  it.each(Object.entries(QUESTIONS))("%s answers not one row more, nor a number", async (_, { section, ask }) => {
    for (const asker of ["keeper", "foreign"] as const) {
      const who = personOf(section, asker);
      sabotage.isDone = false;
      const honest = await ask(who, house);
      sabotage.isDone = true;
      const told = whole(await asPerson(who, () => ask(who, house)));
      expect(told).toSatisfy((answer) => isNoMore(answer, whole(honest)));
    }
  });

  it.each(LINES)("$act, on $on, is answered as ever", async (line) => {
    sabotage.isDone = true;
    for (const asker of BOUNDED) {
      const word = await wordOf(() => asPerson(personOf(line.section, asker), (who) => doAct(line, who, house)));
      const expected = SEEN.has(line.answers[asker]) && word === "none" ? word : line.answers[asker];
      expect.soft(`${asker} ${word}`).toBe(`${asker} ${expected}`);
      const isChanged = (await fingerprint()) !== untouched;
      if (isChanged) await putBack();
      if (word !== "done") expect.soft(`${asker} changed: ${isChanged}`).toBe(`${asker} changed: false`);
    }
  });
});

describe("with the application's bounds sabotaged, in the open", () => {
  it.each(Object.entries(QUESTIONS))("%s does tell of the other domain", async (_, { section, ask }) => {
    const who = personOf(section, "keeper");
    const honest = await ask(who, house);
    sabotage.isDone = true;
    const told = await ask(who, house);
    expect(whole(told)).not.toSatisfy((answer) => isNoMore(answer, whole(honest)));
  });

  // Sessions are ended in the own domain alone, whoever sees what.
  const guarded = LINES.filter(
    ({ act, on, answers }) => on === "globex" && answers.keeper !== "denied" && !act.startsWith("sessions/"),
  );

  it.each(guarded)("$act on $on is done to the other domain", async (line) => {
    sabotage.isDone = true;
    const word = await wordOf(() => doAct(line, personOf(line.section, "keeper"), house));
    expect(word).toBe("done");
  });
});
