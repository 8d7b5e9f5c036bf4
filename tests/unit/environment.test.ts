import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyEnvironment, readEnvironment } from "@/scripts/environment.mjs";

const WRONG = {
  PORT: "x",
  AUTH_URL: "licenses.example.com",
  TIME_ZONE: "Europe/Nowhere",
  SESSION_IDLE_MINUTES: "0",
  SESSION_MAX_HOURS: "1.5",
  DATABASE_POOL_SIZE: "many",
  LOG_LEVEL: "loud",
  TRUSTED_PROXIES: "proxy",
};

describe("the environment of a start", () => {
  it.each(Object.entries(WRONG))("is refused in a sentence where %s is %j", (name, value) => {
    const start = () => readEnvironment([], { DATA_DIR: "no-such-folder", [name]: value });
    expect(start).toThrow(new RegExp(`^[^\n]*${name}[^\n]*$`));
    expect(existsSync("no-such-folder")).toBe(false);
  });

  it("tells all faults at once", () => {
    const sentences = Object.keys(WRONG).map(() => "[^\n]+");
    const start = () => readEnvironment([], { ...WRONG, DATA_DIR: "no-such-folder" });
    expect(start).toThrow(new RegExp(`^${sentences.join("\n")}$`));
  });

  it("leaves the number of connections to the server where none is set", () => {
    const env: Record<string, string | undefined> = { DATABASE_POOL_SIZE: "" };
    applyEnvironment({ logLevel: "info" }, env);
    expect(env).not.toHaveProperty("DATABASE_POOL_SIZE");
    applyEnvironment({ logLevel: "info", poolSize: 7 }, env);
    expect(env).toMatchObject({ DATABASE_POOL_SIZE: "7", LOG_LEVEL: "info" });
  });
});
