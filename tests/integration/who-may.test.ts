import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { env } from "@/lib/env";
import { sealAudit, sealRecentAudit } from "@/lib/use-cases/audit/seal-audit";
import { getInstallationState } from "@/lib/use-cases/installation/get-installation-state";
import { isDatabaseReady } from "@/lib/use-cases/installation/is-database-ready";
import { setUp } from "@/lib/use-cases/installation/set-up";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { signOut } from "@/lib/use-cases/sessions/sign-out";
import { extendSessions } from "@/lib/use-cases/sessions/extend-sessions";
import { sweepAttempts } from "@/lib/use-cases/sessions/sweep-attempts";
import { sweepSeats } from "@/lib/use-cases/sessions/sweep-seats";
import { watchClock } from "@/lib/use-cases/installation/watch-clock";
import { sweepSessions } from "@/lib/use-cases/sessions/sweep-sessions";
import { did } from "@/tests/support/act-answers";
import { fingerprint, keep, putBack } from "@/tests/support/kept-installation";
import { buildHouse, type House } from "@/tests/support/who-may-house";
import { asPerson, doAct, LINES, type Line, TABLE_HEAD, wordOf } from "@/tests/support/who-may-lines";
import { ASKERS, type Asker } from "@/tests/support/who-may-people";
import { FREE, NO_VERBS } from "@/tests/support/who-may-table";

const ROOT = "lib/use-cases";

/** Verbs that only look: nothing at all changes, whoever asks. */
const LOOKS = /\/(list|get|open|describe|preview|export|verify)-/;

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Everything that the files do: each file's own verb, and whatever else in it waits for something. */
async function verbsOf(file: string): Promise<string[]> {
  const [noun = "", verb = ""] = file.replace(/\.ts$/, "").split("/");
  const exported: Record<string, unknown> = await import(resolve(ROOT, file));
  const waiting = Object.entries(exported).filter(([, value]) => value?.constructor.name === "AsyncFunction");
  return [...new Set([verb, ...waiting.map(([name]) => kebab(name))])].map((name) => `${noun}/${name}`);
}

let house: House;
let untouched: string;

beforeAll(async () => {
  house = await buildHouse();
  await keep();
  untouched = await fingerprint();
});

beforeEach(putBack);

/** Does the act as one who asks. What changed belongs to the answer when it should not have, or should have. */
async function ask(line: Line, asker: Asker): Promise<string> {
  const word = await wordOf(() => asPerson(house.askers[line.section][asker], (who) => doAct(line, who, house)));
  const isChanged = (await fingerprint()) !== untouched;
  if (isChanged) await putBack();
  const mayChange = word === "done" && !LOOKS.test(line.act);
  return isChanged === mayChange ? word : `${word}, ${isChanged ? "something" : "nothing"} changed`;
}

const firstRun = (token: string) => ({
  token,
  key: house.certificate,
  domain: "acme.example",
  administrator: { name: "New", username: "new", password: "correct horse" },
});

describe("who may do what", () => {
  it("says it for every verb there is, and for no other", async () => {
    expect(TABLE_HEAD).toEqual(["act", "on", "section", ...ASKERS]);
    const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const verbs = (await Promise.all(files.map(verbsOf))).flat();
    const said = [...new Set([...LINES.map(({ act }) => act), ...Object.keys(FREE), ...Object.keys(NO_VERBS)])];
    expect(said.toSorted()).toEqual(verbs.toSorted());
  });

  it.each(LINES)("$act, on $on", async (line) => {
    const asked = ASKERS.filter((asker) => line.answers[asker] !== "·");
    const answers: Partial<Record<Asker, string>> = {};
    for (const asker of asked) answers[asker] = await ask(line, asker);
    expect(answers).toEqual(Object.fromEntries(asked.map((asker) => [asker, line.answers[asker]])));
  });
});

describe("verbs that ask nobody who they are", () => {
  beforeAll(() => void Object.assign(env(), { SETUP_TOKEN: "right" }));
  afterAll(() => void Object.assign(env(), { SETUP_TOKEN: undefined }));

  const TRIED: Record<string, { answer: string; changes: boolean; attempt: () => Promise<unknown> }> = {
    "sessions/sign-in": {
      answer: "signin",
      // The failure is counted.
      changes: true,
      attempt: () => signIn(house.subjects.acme.user.address, "a wrong password"),
    },
    "sessions/sign-out": { answer: "done", changes: false, attempt: () => signOut("a token of nobody") },
    "sessions/extend-sessions": { answer: "done", changes: false, attempt: extendSessions },
    "sessions/sweep-attempts": { answer: "done", changes: false, attempt: sweepAttempts },
    "sessions/sweep-seats": { answer: "done", changes: false, attempt: sweepSeats },
    "sessions/sweep-sessions": { answer: "done", changes: false, attempt: sweepSessions },
    "installation/watch-clock": { answer: "done", changes: true, attempt: watchClock },
    "audit/seal-audit": { answer: "done", changes: true, attempt: sealAudit },
    "audit/seal-recent-audit": { answer: "done", changes: true, attempt: sealRecentAudit },
    "installation/set-up": {
      answer: "hidden",
      changes: false,
      attempt: () => setUp(firstRun("right")),
    },
    "installation/get-installation-state": { answer: "done", changes: false, attempt: getInstallationState },
    "installation/is-database-ready": { answer: "done", changes: false, attempt: isDatabaseReady },
  };

  it.each(Object.keys(FREE))("%s", async (verb) => {
    const tried = TRIED[verb];
    expect(await wordOf(async () => did(await tried?.attempt()))).toBe(tried?.answer);
    expect((await fingerprint()) !== untouched).toBe(tried?.changes);
  });

  it("set-up without the token of the server", async () => {
    expect(await wordOf(async () => did(await setUp(firstRun("wrong"))))).toBe("denied");
    expect(await fingerprint()).toBe(untouched);
  });
});
