import { createHash } from "node:crypto";
import type { Act, Client } from "@/tests/support/storm";
import { SETTLED_MS } from "@/tests/support/storm-grants";
import type { Caller } from "@/tests/support/storm-house";

/** What a caller's client knows. `murky`: of the last call no answer came, there may be a session or not. */
type State = { is: "out" } | { is: "in"; token: string } | { is: "murky"; until: number };

/** Per kind of audit entry how many there must be, and how many more there may be because no answer came. */
export type Tally = Record<
  "sign_in" | "sign_out" | "end_sessions" | "sign_in_refused",
  { sure: number; maybe: number }
>;

export type CallerJournal = { id: string; state: State; tally: Tally };

export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();

const newTally = (): Tally => ({
  sign_in: { sure: 0, maybe: 0 },
  sign_out: { sure: 0, maybe: 0 },
  end_sessions: { sure: 0, maybe: 0 },
  sign_in_refused: { sure: 0, maybe: 0 },
});

/** Signs one caller in and out and asks who they are, as `client` sees it; out of the murk a forced sign-out leads. */
function callerAct({ call, share, random }: Client, caller: Caller, journal: CallerJournal): Act {
  const { tally } = journal;
  const intoMurk = (...kinds: (keyof Tally)[]) => {
    for (const kind of kinds) tally[kind].maybe += 1;
    journal.state = { is: "murky", until: Date.now() + SETTLED_MS };
    return "unknown" as const;
  };
  const signIn: Act = async () => {
    const answer = await call("POST", "/login", { body: { username: caller.address, password: caller.password } });
    if (answer === null) return intoMurk("sign_in", "sign_in_refused");
    if (answer.status === 409) tally.sign_in_refused.sure += 1;
    else if (answer.status !== 200) return `/login: ${answer.status}`;
    else {
      tally.sign_in.sure += 1;
      journal.state = { is: "in", token: String(answer.body.access_token) };
    }
    return "settled";
  };
  const askOrLeave = async (token: string) => {
    const isLeaving = random(2) === 0;
    const answer = await call("POST", isLeaving ? "/logout" : "/userinfo", { token, body: {} });
    if (answer === null) return isLeaving ? intoMurk("sign_out") : "unknown";
    // Nobody else ends this session: a refusal here is a sign-in that was acknowledged and is lost.
    if (answer.status !== 200) return `an acknowledged session is gone: ${answer.status}`;
    if (isLeaving) {
      tally.sign_out.sure += 1;
      journal.state = { is: "out" };
    }
    return "settled";
  };
  const kick: Act = async () => {
    const answer = await call("POST", `/users/${caller.id}/logout`, { token: share.token, body: {} });
    if (answer === null) return intoMurk("end_sessions");
    if (answer.status === 200) tally.end_sessions.sure += 1;
    else if (answer.status !== 400) return `/users/{id}/logout: ${answer.status}`;
    journal.state = { is: "out" };
    return "settled";
  };
  return async () => {
    const { state } = journal;
    if (state.is === "in") return askOrLeave(state.token);
    if (state.is === "out") return signIn();
    return state.until > Date.now() ? "idle" : kick();
  };
}

/** The sign-ins of one client. */
export function sessionActs(client: Client): { journals: CallerJournal[]; acts: Act[] } {
  const journals = client.share.callers.map(({ id }): CallerJournal => {
    return { id, state: { is: "out" }, tally: newTally() };
  });
  const acts = client.share.callers.map((caller, place) => callerAct(client, caller, journals[place] as CallerJournal));
  return { journals, acts };
}
