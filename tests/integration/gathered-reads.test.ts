import { sql as statement } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { queryOne, together } from "@/db/client";

type Moment = { at: string; value: number };

/** The microsecond at which the statement began: another one for each that is sent. */
const read = (value: number) =>
  queryOne<Moment>(
    statement`with given as (select ${value}::int as value)
      select (extract(epoch from statement_timestamp()) * 1000000)::bigint::text as at, value from given`,
  );

const at = (moment: Moment) => Number(moment.at);

describe("reading together", () => {
  it("asks for everything that was wanted at once in one statement, and answers each its own", async () => {
    const [one, two, three] = await together(() => Promise.all([read(1), read(2), read(3)]));
    expect([one.value, two.value, three.value]).toEqual([1, 2, 3]);
    expect([one.at, two.at]).toEqual([two.at, three.at]);
  });

  it("sends a single read as it is, so that times come as the driver has them", async () => {
    const alone = await together(() => queryOne<{ at: unknown }>(statement`select now() as at`));
    expect(alone.at).toBeInstanceOf(Date);
    const [one] = await together(() =>
      Promise.all([queryOne<{ at: unknown }>(statement`select now() as at`), read(1)]),
    );
    expect(one.at).toEqual(expect.any(String));
  });

  it("leaves what is asked for later, and by others, alone", async () => {
    const asked = async () => {
      const first = await read(1);
      return [first, await read(2)] as const;
    };
    const [[first, later], other] = await Promise.all([together(asked), read(3)]);
    expect([first.value, later.value, other.value]).toEqual([1, 2, 3]);
    expect(at(later)).toBeGreaterThan(at(first));
  });

  it("fails for all when one of them fails, and for none that comes after", async () => {
    const asked = await together(() =>
      Promise.allSettled([read(1), queryOne(statement`select 1 / ${0}::int as never`)]),
    );
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(together(() => Promise.reject(new Error("before")))).rejects.toThrow("before");
    expect((await read(2)).value).toBe(2);
  });

  it("sends nothing when nothing is asked for", async () => {
    expect(await together(async () => "nothing")).toBe("nothing");
  });
});
