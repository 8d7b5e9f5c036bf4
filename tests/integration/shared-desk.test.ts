import { describe, expect, it } from "vitest";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { grant, install } from "@/tests/support/installation";
import { concurrent } from "@/tests/support/issuer";
import { addPerson, type Person } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

const enter = (who: Person) => signIn(who.address, who.password);

describe("at a shared desk", () => {
  it("the seat that is had already is kept while another's becomes free", async () => {
    const [calls, shifts] = [concurrent("CALL_CENTER", 1), concurrent("WFM", 1)];
    await install(issuer, [calls, shifts]);
    const early = await addPerson("early@acme.example");
    const late = await addPerson("late@acme.example");
    await grant(early.id, shifts);
    await grant(late.id, calls, shifts);
    const left = await enter(early);
    const { missing } = await signIn(late.address, late.password, "browser", "", left.token);
    expect(missing).toEqual([]);
    expect(await sql`select user_id::text from seats where ends_at > now()`).toEqual([
      { user_id: late.id },
      { user_id: late.id },
    ]);
    expect(await sql`select user_id::text from sessions`).toEqual([{ user_id: late.id }]);
    const acts = await sql`select act from audit_entries where user_id = ${late.id} and act like 'sign%' order by id`;
    expect(acts.map(({ act }) => act)).toEqual(["sign_in", "sign_in", "sign_out"]);
  });

  it("what could be had is had, though the seat that became free was taken by somebody else", async () => {
    const [calls, shifts] = [concurrent("CALL_CENTER", 1), concurrent("WFM", 1)];
    await install(issuer, [calls, shifts]);
    const [early, late, other] = [
      await addPerson("early@acme.example"),
      await addPerson("late@acme.example"),
      await addPerson("other@acme.example"),
    ];
    await grant(early.id, calls);
    await grant(other.id, shifts);
    await grant(late.id, calls, shifts);
    const left = await enter(early);
    await enter(other);
    const { missing } = await signIn(late.address, late.password, "browser", "", left.token);
    expect(missing).toMatchObject([{ product: "WFM", reason: "seats_exhausted" }]);
    expect(await sql`select 1 from sessions where user_id = ${late.id}`).toHaveLength(1);
  });
});
