import { describe, expect, it } from "vitest";
import { localPath } from "@/lib/local-path";

describe("localPath", () => {
  it.each(["/", "/licenses", "/licenses?q=a%20b&page=2", "/licenses/users?sort=-name#x"])("keeps %j", (path) =>
    expect(localPath(path, "/home")).toBe(path),
  );

  it.each([
    "",
    "licenses",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/licenses\\..",
    "/.//evil.example/x",
    "/..//evil.example",
    "/licenses/..//evil.example/x",
    "/%2e//evil.example/x",
    "/licenses/%2E%2e//evil.example/x",
    null,
    undefined,
    7,
    ["/licenses"],
  ])("falls back for %j", (path) => expect(localPath(path, "/home")).toBe("/home"));

  it("resolves dots", () => expect(localPath("/licenses/./users/../x?q=..//y", "/home")).toBe("/licenses/x?q=..//y"));

  it("never leads to another host, as a browser reads it", () => {
    for (const tail of [
      "/",
      "\\",
      "\t/",
      "%2F/",
      "@evil.example",
      ".evil.example",
      ":80",
      "./",
      ".//",
      "a/..//",
      "%2e//",
    ]) {
      const path = localPath(`/${tail}evil.example`, "/home");
      expect(new URL(path, "http://here.example").host).toBe("here.example");
      // A router may resolve it first, and read what it got once more.
      const { pathname } = new URL(path, "http://here.example");
      expect(new URL(pathname, "http://here.example").host).toBe("here.example");
    }
  });
});
