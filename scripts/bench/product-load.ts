/**
 * What the product does to the database, through its own queries and its own pool, in a process of its own: work comes as a
 * message, what became of it goes back as one.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { changeGrants } from "@/db/queries/grants";
import { changeSelected, countSelected, type Selection } from "@/db/queries/many-grants";
import { closeSession, moveSessionEnd, moveSessionEnds, openSession } from "@/db/queries/sessions";
import type { UserFilter } from "@/db/queries/user-search";

const ACTOR = { kind: "user", id: "1", name: "admin@site.example" };
const EVERYBODY: UserFilter = { q: "", bounds: null, domain: "", state: "", has: "", without: "" };
const IDLE_MINUTES = 30;
const pick = (list: string[]) => list[Math.floor(Math.random() * list.length)] ?? "";

async function assign(userId: string, licenseId: string, held: boolean): Promise<string> {
  const by = { domainId: null, whole: false, actor: ACTOR, actId: randomUUID() };
  const [outcome] = await changeGrants([{ userId, licenseId, held }], by);
  return outcome?.outcome ?? "";
}

/** Null when no seat was left. */
async function takeSeat(userId: string): Promise<string | null> {
  const tokenHash = createHash("sha256").update(randomBytes(32)).digest("hex");
  const opened = await openSession({
    userId,
    passwordHash: null,
    tokenHash,
    kind: "browser",
    idleMinutes: IDLE_MINUTES,
    maxHours: 12,
    actId: randomUUID(),
  });
  return "session" in opened ? tokenHash : null;
}

/** So many clients do something again and again until the time is over; answers how often a second. */
async function rate(clients: number, milliseconds: number, act: (client: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let count = 0;
  const client = async (_: unknown, nth: number) => {
    for (; performance.now() - begun < milliseconds; count++) await act(nth);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return count / ((performance.now() - begun) / 1_000);
}

/** So many clients take from a list until it is empty; answers how many got what they wanted. */
async function given(clients: number, users: string[], act: (userId: string) => Promise<boolean>): Promise<number> {
  const waiting = [...users];
  let count = 0;
  const client = async () => {
    for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) if (await act(user)) count += 1;
  };
  await Promise.all(Array.from({ length: clients }, client));
  return count;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

type Load = { clients: number; milliseconds: number; users: string[]; licenses: string[]; tokens: string[] };

const WORKS = {
  /** Pairs a second: assigned and taken back. */
  assign: ({ clients, milliseconds, users, licenses }: Load) =>
    rate(clients, milliseconds, async () => {
      const [user, license] = [pick(users), pick(licenses)];
      await assign(user, license, true);
      await assign(user, license, false);
    }),
  /** How many of the users were assigned the license. */
  fill: ({ clients, users, licenses: [license = ""] }: Load) =>
    given(clients, users, async (user) => (await assign(user, license, true)) === "assigned"),
  /** Pairs a second: signed in and out; each client has users of its own. */
  seats: ({ clients, milliseconds, users }: Load) => {
    const share = Math.floor(users.length / clients);
    return rate(clients, milliseconds, async (client) => {
      const token = await takeSeat(pick(users.slice(client * share, (client + 1) * share)));
      if (token === null) throw new Error("There was no seat where one had to be.");
      await closeSession(token, randomUUID());
    });
  },
  /** How many of the users could sign in. */
  sit: ({ clients, users }: Load) => given(clients, users, async (user) => (await takeSeat(user)) !== null),
  /** Milliseconds in which all sessions are extended, by one statement and one by one. */
  heartbeats: async ({ tokens }: Load) => {
    const uses = tokens.map((tokenHash) => ({ tokenHash, ago: 0 }));
    return {
      together: await timed(() => moveSessionEnds(uses, IDLE_MINUTES)),
      singly: await timed(async () => {
        for (const use of uses) await moveSessionEnd(use, IDLE_MINUTES);
      }),
    };
  },
  /** Milliseconds of a preview, of assigning one license to all users, and of taking it back. */
  many: async ({ users, licenses: [licenseId = ""] }: Load) => {
    const selection: Selection = { filter: EVERYBODY, userIds: users };
    const change = (held: boolean) =>
      changeSelected(selection, { licenseId, held, whole: true }, { actor: ACTOR, actId: randomUUID() });
    return {
      preview: await timed(() => countSelected(selection, licenseId)),
      assign: await timed(() => change(true)),
      revoke: await timed(() => change(false)),
    };
  },
};

process.on("message", async ({ work, ...load }: Load & { work: keyof typeof WORKS }) => {
  try {
    process.send?.({ answer: await WORKS[work](load) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});
