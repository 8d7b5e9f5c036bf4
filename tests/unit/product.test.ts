import { describe, expect, it } from "vitest";
import { isPersonal, mayBeConcurrent, PRODUCT_OF_CHANNEL, PRODUCT_PATTERN } from "@/lib/licensing/product";
import { KNOWN_PRODUCTS } from "@/tests/support/known-products";

describe("products", () => {
  it("may be all ten of the manual, spelled as a certificate spells them", () => {
    expect(new Set(KNOWN_PRODUCTS).size).toBe(10);
    expect(KNOWN_PRODUCTS.filter((product) => !PRODUCT_PATTERN.test(product))).toEqual([]);
  });

  it.each(["A", "A1_", `A${"B".repeat(63)}`])("may be spelled %s", (product) => {
    expect(PRODUCT_PATTERN.test(product)).toBe(true);
  });

  it.each(["", "a", "1A", "_A", "A-B", "A B", "CHAT\n", "ÄB", `A${"B".repeat(64)}`])(
    "may not be spelled %j",
    (product) => {
      expect(PRODUCT_PATTERN.test(product)).toBe(false);
    },
  );

  it("CHAT alone is never given to a person and never concurrent", () => {
    expect(KNOWN_PRODUCTS.filter((product) => !isPersonal(product))).toEqual(["CHAT"]);
    expect(KNOWN_PRODUCTS.filter((product) => !mayBeConcurrent(product))).toEqual(["CHAT"]);
  });

  it("CHAT limits chat gateways, EMAIL limits email profiles, no other product limits a channel", () => {
    expect(PRODUCT_OF_CHANNEL).toEqual({ chat_gateway: "CHAT", email_profile: "EMAIL" });
  });
});
