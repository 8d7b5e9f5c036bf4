import { describe, expect, it } from "vitest";
import { listWarnings } from "@/lib/use-cases/licenses/list-warnings";
import { grant, install } from "@/tests/support/installation";
import { EXPIRED, named, nowSeconds } from "@/tests/support/issuer";
import { addActors, addPerson } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

/** A term of so many days and half an hour from now on. */
const endsIn = (days: number) => ({ not_after: nowSeconds() + days * 86_400 + 1_800 });

describe("warnings about terms", () => {
  it.each(["nobody", "outsider"] as const)("are not told to %s", async (who) => {
    const actors = await addActors();
    await expect(listWarnings(actors[who])).rejects.toMatchObject({ code: "access_denied" });
  });

  it("tell of what ended, then of what ends within 30 days, and of nothing else", async () => {
    const { reader } = await addActors();
    const full = named("MOBILE", 1);
    await install(issuer, [full]);
    await grant((await addPerson("anna@acme.example")).id, full);
    await install(issuer, [
      full,
      named("EMAIL", 5, endsIn(29)),
      named("WFM", 5, endsIn(30)),
      named("CHAT", 5, endsIn(3)),
      named("CALL_CENTER", 5, EXPIRED),
    ]);
    const told = (await listWarnings(reader)).map(({ kind, license, days }) => [kind, license.product, days]);
    expect(told).toEqual([
      ["expired", "CALL_CENTER", 0],
      ["expiring", "CHAT", 4],
      ["expiring", "EMAIL", 30],
    ]);
  });

  it("are silent about what was withdrawn", async () => {
    const { reader } = await addActors();
    const gone = named("EMAIL", 5, endsIn(3));
    await install(issuer, [gone, named("WFM", 5)]);
    expect(await listWarnings(reader)).toHaveLength(1);
    await install(issuer, [named("WFM", 5)]);
    expect(await listWarnings(reader)).toEqual([]);
  });
});
