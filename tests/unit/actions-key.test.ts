import { describe, expect, it } from "vitest";
import { actionsKey } from "@/scripts/actions-key.mjs";

describe("the key for values in pages", () => {
  it("is the same on every node that has the secret, fits AES-256, and says nothing of the secret", () => {
    const secret = "a secret of at least thirty-two characters";
    expect(actionsKey(secret)).toBe(actionsKey(secret));
    expect(Buffer.from(actionsKey(secret), "base64")).toHaveLength(32);
    expect(actionsKey(`${secret}.`)).not.toBe(actionsKey(secret));
  });
});
