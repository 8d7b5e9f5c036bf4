import { describe, expect, it } from "vitest";
import { tidyTarget } from "@/scripts/request-target.mjs";

describe("the address of a request", () => {
  it.each([
    ["/api/users/", "/api/users"],
    ["/api//users", "/api/users"],
    ["//api/users//5/?q=a//b/", "/api/users/5?q=a//b/"],
    ["/api/", "/api"],
    ["/api?x=%zz", "/api?x=%zz"],
  ])("of the interface has single slashes and none at its end: %s", (sent, read) => {
    expect(tidyTarget(sent)).toBe(read);
  });

  it.each([
    ["/api/users/%zz", "/api/users/%25zz"],
    ["/api/users/%ff", "/api/users/%25ff"],
    ["/licenses/%", "/licenses/%25"],
    ["/licenses/%c3%28/key?q=%ff", "/licenses/%25c3%2528/key?q=%ff"],
  ])("that is no encoded UTF-8 names what nothing is called, and can be read: %s", (sent, read) => {
    expect(tidyTarget(sent)).toBe(read);
    expect(() => decodeURIComponent(tidyTarget(sent).split("?")[0] ?? "")).not.toThrow();
  });

  it.each([
    "/licenses/",
    "//licenses",
    "/apiary//x/",
    "/api/users/%D0%BA?q=%D0%BE",
    "/",
    "*",
    "http://acme.example/api/",
  ])("is left alone otherwise: %s", (sent) => {
    expect(tidyTarget(sent)).toBe(sent);
  });
});
