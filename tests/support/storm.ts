import { setTimeout as sleep } from "node:timers/promises";
import type { IssuedLicense } from "@/tests/support/issuer";
import { randomFrom } from "@/tests/support/random";
import { type Caller, type CallTimes, openCaller } from "@/tests/support/storm-calls";
import { type GrantJournal, grantActs } from "@/tests/support/storm-grants";
import type { House, Share } from "@/tests/support/storm-house";
import { type RenewalJournal, renewalAct, renewals } from "@/tests/support/storm-renewals";
import { type CallerJournal, sessionActs } from "@/tests/support/storm-sessions";

/** `repeated`: answered after it had to be sent again. Any other text is an answer that must not be. */
export type Outcome = "settled" | "repeated" | "unknown" | "idle" | (string & {});
export type Act = () => Promise<Outcome>;

export type Client = {
  call: Caller["call"];
  share: Share;
  random: (below: number) => number;
  licenses: readonly IssuedLicense[];
};

/** Something that goes wrong so often while the clients work, at equal distances. */
export type Mishap = { name: string; times: number; happen: () => Promise<void> };

export type Storm = {
  /** Acts that were answered. */
  acts: number;
  repeated: number;
  unknown: number;
  surprises: string[];
  happened: Record<string, number>;
  times: CallTimes;
  seconds: number;
  grants: GrantJournal[];
  callers: CallerJournal[];
  certificates: RenewalJournal;
};

/** While the database is away an answer comes at once: a client that asked on and on would only keep the machine busy. */
const PAUSE_MS = 100;

/** How long: until so many acts were answered or the time is over, and everything has gone wrong that shall. */
export type Length = { acts: number; seconds: number };

/** `done` grows from 0 to 1. */
type Progress = { storm: Storm; done: () => number; isOver: () => boolean };

function watchProgress(storm: Storm, { acts, seconds }: Length, mishaps: readonly Mishap[]): Progress {
  const began = performance.now();
  const done = () => Math.max(storm.acts / acts, (performance.now() - began) / 1_000 / seconds);
  const hasHappened = ({ name, times }: Mishap) => times === 0 || storm.happened[name] === times;
  const isOver = () => storm.surprises.length > 0 || (done() >= 1 && mishaps.every(hasHappened));
  return { storm, done, isOver };
}

async function work(
  acts: { act: Act; share: number }[],
  random: (below: number) => number,
  { storm, isOver }: Progress,
) {
  const total = acts.reduce((sum, { share }) => sum + share, 0);
  while (!isOver()) {
    let place = random(total);
    const chosen = acts.find(({ share }) => (place -= share) < 0);
    const outcome = (await chosen?.act()) ?? "idle";
    if (outcome === "settled" || outcome === "repeated") storm.acts += 1;
    if (outcome === "repeated") storm.repeated += 1;
    if (outcome === "unknown") storm.unknown += 1;
    if (outcome === "unknown" || outcome === "idle") await sleep(PAUSE_MS);
    else if (outcome !== "settled" && outcome !== "repeated") storm.surprises.push(outcome);
  }
}

async function goWrong({ name, times, happen }: Mishap, { storm, done, isOver }: Progress) {
  for (let nth = 1; nth <= times; nth++) {
    while (done() < nth / (times + 1) && !isOver()) await sleep(20);
    if (isOver()) return;
    await happen();
    storm.happened[name] = nth;
  }
}

/** Everything that one client does, and how often. */
function actsOf(client: Client, storm: Storm, next: (jti: string) => Promise<string>) {
  const { journal, one, list } = grantActs(client);
  const { journals, acts } = sessionActs(client);
  storm.grants.push(journal);
  storm.callers.push(...journals);
  return [
    { act: one, share: 60 },
    { act: list, share: 8 },
    ...acts.map((act) => ({ act, share: 15 })),
    { act: renewalAct(client, next, storm.certificates), share: 2 },
  ];
}

function newStorm(): Storm {
  const counts = { acts: 0, repeated: 0, unknown: 0, seconds: 0 };
  const journals = { grants: [], callers: [], certificates: new Map() };
  return { ...counts, ...journals, surprises: [], happened: {}, times: { slowestMs: 0, hung: 0 } };
}

/**
 * Lets the clients of a house assign, revoke, sign in and out, renew and change in bulk over HTTP for so long, or until
 * an answer came that must not be, while things go wrong; each keeps its own journal.
 */
export async function runStorm(url: string, house: House, length: Length, mishaps: readonly Mishap[]): Promise<Storm> {
  const storm = newStorm();
  const began = performance.now();
  const progress = watchProgress(storm, length, mishaps);
  const next = renewals(house.issuer, [...house.licenses, house.gate]);
  const working = house.shares.map(async (share, seed) => {
    const { call, close } = openCaller(url, storm.times);
    const client = { call, share, random: randomFrom(seed + 1), licenses: house.licenses };
    await work(actsOf(client, storm, next), client.random, progress);
    close();
  });
  await Promise.all([...working, ...mishaps.map((mishap) => goWrong(mishap, progress))]);
  storm.seconds = (performance.now() - began) / 1_000;
  return storm;
}
