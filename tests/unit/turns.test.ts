import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurns, endTurn } from "@/db/turns";

const patient = () => new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("turns", () => {
  it("are had by so many at once, and then one after the other in the order of coming", async () => {
    const turns = createTurns(2);
    const had: number[] = [];
    const ends: (() => void)[] = [];
    for (const nth of [1, 2, 3, 4]) void turns.take(patient()).then((giveBack) => ends.push(giveBack) && had.push(nth));
    await settle();
    expect(had).toEqual([1, 2]);
    ends[1]?.();
    await settle();
    expect(had).toEqual([1, 2, 3]);
    for (const end of [ends[0], ends[2]]) end?.();
    await settle();
    expect(had).toEqual([1, 2, 3, 4]);
    ends[3]?.();
    const [again, more] = [await turns.take(patient()), await turns.take(patient())];
    expect([again, more]).toHaveLength(2);
  });

  it("are never had by who has gone, before or while waiting", async () => {
    const turns = createTurns(1);
    const giveBack = await turns.take(patient());
    const leaving = new AbortController();
    const left = turns.take(leaving.signal);
    const next = turns.take(patient());
    leaving.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
    await expect(turns.take(leaving.signal)).rejects.toThrow("gone");
    giveBack();
    (await next)();
    expect(await turns.take(patient())).toBeInstanceOf(Function);
  });
});

const failed = (about: object) => Object.assign(new Error("failed"), about);

describe("a turn whose statement failed", () => {
  it.each([
    ["nothing failed", undefined],
    ["PostgreSQL refused", failed({ severity: "ERROR", code: "23505" })],
    ["nothing was reached", failed({ syscall: "connect", code: "ECONNREFUSED" })],
  ])("ends at once where %s", (_, error) => {
    let ended = 0;
    endTurn(() => (ended += 1), error);
    expect(ended).toBe(1);
  });

  it.each([
    ["was reset", failed({ syscall: "read", code: "ECONNRESET" })],
    ["was written to after its other end had gone", failed({ code: "EPIPE" })],
    ["is being closed by PostgreSQL", failed({ severity: "FATAL", code: "57P01" })],
    ["broke in a way that nobody knows", failed({})],
  ])("ends a little later where the connection %s", async (_, error) => {
    let ended = 0;
    endTurn(() => (ended += 1), error);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(0);
    await sleep(200);
    expect(ended).toBe(1);
  });
});
