import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import en from "@/messages/en/registry.json";
import uk from "@/messages/uk/registry.json";

describe("the name of the link behind a number of seats", () => {
  it.each([
    ["en", en],
    ["uk", uk],
  ] as const)(
    "has the number as it stands there: who speaks to the browser says what they read (%s)",
    (locale, messages) => {
      const t = createTranslator({ locale, messages });
      expect(t("usedOpen", { product: "EMAIL", used: 107_000 })).toContain("107000");
    },
  );
});
