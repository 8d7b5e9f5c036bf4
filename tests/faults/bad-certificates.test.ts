import { describe, expect, it } from "vitest";
import { verifyCertificate } from "@/lib/access/issuer-keys";
import { AppError } from "@/lib/errors";
import { mutate } from "@/tests/support/certificate-mutations";
import { createForge, honestPayload } from "@/tests/support/forge";
import { randomFrom } from "@/tests/support/random";

const IS_LONG = process.env.FAULTS === "long";
const MUTATIONS = IS_LONG ? 300_000 : 20_000;
const SEED = Number(process.env.SEED ?? 20_261_126);

const forge = await createForge();
const stranger = await createForge(forge.kid);
const good = await forge.signPayload(JSON.stringify(honestPayload()));
const other = await forge.signPayload(JSON.stringify(honestPayload({ organization: "Other" })));

async function reasonFor(text: string): Promise<string> {
  try {
    await verifyCertificate(text, forge.issuers);
    return "accepted";
  } catch (error) {
    return error instanceof AppError ? error.code : `unknown error ${String(error)}`;
  }
}

describe("mutations of a certificate", () => {
  it(`of ${MUTATIONS} none is accepted, and each is refused with a reason of the closed list`, async () => {
    const draw = randomFrom(SEED);
    const tally = new Map<string, number>();
    const wrong: unknown[] = [];
    for (let count = 0; count < MUTATIONS; count++) {
      const { kind, text, reasons } = await mutate(draw, { good, other, forge, stranger });
      const reason = await reasonFor(text);
      tally.set(`${kind}: ${reason}`, (tally.get(`${kind}: ${reason}`) ?? 0) + 1);
      if (!reasons.test(reason)) wrong.push({ count, kind, reason, text: text.slice(0, 2000) });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    console.log(`seed ${SEED}`, Object.fromEntries(tally));
  });

  it("the two that they are made from are accepted", async () => {
    expect([await reasonFor(good), await reasonFor(other)]).toEqual(["accepted", "accepted"]);
  });
});
