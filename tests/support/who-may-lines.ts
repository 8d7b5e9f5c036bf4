import type { Actor, UserActor } from "@/lib/access/actor";
import { actFor, inScope } from "@/lib/access/walls";
import { AppError } from "@/lib/errors";
import { ACTS } from "@/tests/support/acts";
import type { House } from "@/tests/support/who-may-house";
import { ASKERS, type Asker, type SectionWord } from "@/tests/support/who-may-people";
import { WHO_MAY } from "@/tests/support/who-may-table";

/** Reason codes, and what lists say instead, by the word of the table. */
const WORDS: Record<string, string> = {
  unauthenticated: "signin",
  access_denied: "denied",
  not_found: "hidden",
  other_domain: "other",
  "bad_request domain": "domain",
  unknown_domain: "domain",
  role_beyond: "role",
};

/** A line of the table: an act, whose things it is done to, and the answer to each who asks. */
export type Line = { act: string; on: keyof House["subjects"]; section: SectionWord; answers: Record<Asker, string> };

const [HEAD, ...ROWS] = WHO_MAY.trim()
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.trim().split(/\s+/));

export const TABLE_HEAD: readonly string[] = HEAD ?? [];

export const LINES = ROWS.map(([act = "", on = "", section = "", ...answers]) => {
  const cells = Object.fromEntries(ASKERS.map((asker, place) => [asker, answers[place]]));
  return { act, on: on === "-" ? "acme" : on, section, answers: cells } as Line;
});

/** What an act answers, in the words of the table. */
export async function wordOf(act: () => Promise<string>): Promise<string> {
  const answer = await act().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const { code, params } = error;
    return code === "bad_request" ? `${code} ${String(params.field)}` : code;
  });
  return WORDS[answer] ?? answer;
}

/** Does something as a door does it: the person, or the refusal that they are, in a scope of their own. */
export function asPerson<T>(who: Actor | Error, work: (actor: UserActor) => Promise<T>): Promise<T> {
  return inScope(async () => {
    if (who instanceof Error) throw who;
    actFor(who);
    // The types keep a certificate's bearer from most verbs; that is no reason to believe it.
    return work(who as UserActor);
  });
}

/** Does the act of a line, on whose things it says. */
export async function doAct({ act, on }: Line, who: UserActor, house: House): Promise<string> {
  return ACTS[act]?.(who, house.subjects[on], house) ?? "nothing to do";
}
