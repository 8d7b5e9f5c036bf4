import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { welcomeText } from "@/scripts/welcome.mjs";

const SETTINGS = {
  embedded: true,
  demoDir: resolve("no-such-folder", "demo"),
  authUrl: "http://127.0.0.1:3000",
  listensAt: "http://127.0.0.1:3000",
};
const DEMO = { username: "admin@acme.example", password: "k7qm-x3fp" };

describe("what the start says when the server is up", () => {
  it("is how to sign in to the demo", () => {
    const text = welcomeText(SETTINGS, null, DEMO);
    expect(text).toMatch(/Sign in as +admin@acme\.example\n/);
    expect(text).toMatch(/First password +k7qm-x3fp\n/);
    expect(text).not.toContain("listens");
  });

  it("is how to set up where there is no user, though the demo's folder is still there", () => {
    const text = welcomeText(SETTINGS, "token", "damaged");
    expect(text).toContain("Set up at http://127.0.0.1:3000/setup with the token token");
    expect(text).not.toContain("Sign in");
  });

  it("is what to do where the password of the demo can no longer be read", () => {
    const text = welcomeText(SETTINGS, null, "damaged");
    expect(text).toContain(`${join("demo", "sign-in.json")} is damaged;`);
    expect(text).toContain("npm run admin -- user password USER@DOMAIN");
  });

  it("is also where it listens, when browsers know it by another address", () => {
    const text = welcomeText({
      ...SETTINGS,
      authUrl: "https://licenses.example.com",
      listensAt: "http://10.0.0.21:3000",
    });
    expect(text).toContain(
      "Seatwise is running at https://licenses.example.com\n  It listens at http://10.0.0.21:3000",
    );
  });
});
