import { describe, expect, it } from "vitest";
import { getLicenseKey } from "@/lib/use-cases/licenses/get-license-key";
import { install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActors } from "@/tests/support/people";
import { issuer } from "@/tests/support/worker-database";

const UNKNOWN = "00000000-0000-4000-8000-00000000dead";

describe("the license key of a license", () => {
  it.each(["nobody", "outsider"] as const)("is not shown to %s", async (who) => {
    const license = named("CALL_CENTER", 5);
    await install(issuer, [license]);
    const actors = await addActors();
    await expect(getLicenseKey(actors[who], license.id)).rejects.toMatchObject({ code: "access_denied" });
  });

  it("is not found for an unknown id, nor for what is no id at all", async () => {
    const { reader } = await addActors();
    await expect(getLicenseKey(reader, UNKNOWN)).rejects.toMatchObject({ code: "not_found" });
    for (const id of ["", "1", "'; drop table licenses; --", "\0", `${UNKNOWN} `]) {
      await expect(getLicenseKey(reader, id)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("is the certificate that the license stands in now, and for a withdrawn one the last that had it", async () => {
    const [kept, gone] = [named("CALL_CENTER", 5), named("VOIP_DEVICE", 5)];
    const first = await install(issuer, [kept, gone]);
    const second = await install(issuer, [kept]);
    const { reader } = await addActors();
    expect(await getLicenseKey(reader, kept.id)).toBe(second);
    expect(await getLicenseKey(reader, kept.id.toUpperCase())).toBe(second);
    expect(await getLicenseKey(reader, gone.id)).toBe(first);
  });
});
