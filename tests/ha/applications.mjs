import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ADDRESSES, APP_HOSTS, runOn, startOn } from "./hosts.mjs";
import { DATABASE_URL, databaseProxyFile, webProxyFile } from "./settings.mjs";

export const ORIGIN = `http://${ADDRESSES.lb}`;
const LICENSE_ID = "0c0ffee0-0000-4000-8000-0000000000aa";
const CLIENTS = 4;

/** Two nodes with one secret, each with a proxy to whoever leads the database, and a proxy in front of both. */
export class Applications {
  constructor(root, folder, logs) {
    Object.assign(this, { root, folder, logs });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "database.cfg"), databaseProxyFile());
    writeFileSync(join(folder, "web.cfg"), webProxyFile());
    this.run("scripts/certificate.ts", "keygen", "--out", folder);
    this.env = {
      ...process.env,
      DATABASE_URL,
      DATABASE_POOL_SIZE: "8",
      PORT: "3000",
      AUTH_URL: ORIGIN,
      TRUSTED_PROXIES: ADDRESSES.lb,
      AUTH_SECRET: randomBytes(32).toString("base64url"),
      LICENSE_ISSUERS: join(folder, "issuers.jwks.json"),
    };
  }

  run(script, ...words) {
    const args = ["--import", "tsx", script, ...words];
    return execFileSync(process.execPath, args, { cwd: this.root, encoding: "utf8" });
  }

  startProxies() {
    for (const host of APP_HOSTS) {
      startOn(host, "haproxy", ["haproxy", "-db", "-f", join(this.folder, "database.cfg")], { logs: this.logs });
    }
    startOn("lb", "haproxy", ["haproxy", "-db", "-f", join(this.folder, "web.cfg")], { logs: this.logs });
  }

  startNodes() {
    return APP_HOSTS.map((host) => {
      const env = { ...this.env, HOST: ADDRESSES[host], DATA_DIR: join(this.folder, host) };
      return startOn(host, "seatwise", [process.execPath, join(this.root, "scripts/start.mjs")], {
        logs: this.logs,
        env,
      });
    });
  }

  admin(words, input = "") {
    return runOn(
      "app1",
      [process.execPath, "scripts/admin.mjs", ...words],
      { ...this.env, INIT_CWD: this.folder },
      input,
    );
  }

  query(statement) {
    const words = ["psql", "-qAt", "-F", "\t", "-d", DATABASE_URL, "-c", statement];
    return runOn("app1", words)
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
  }

  /** A customer, a license with room, an administrator's token, and a user for each client. */
  async furnish() {
    const now = Math.floor(Date.now() / 1_000);
    const license = { id: LICENSE_ID, product: "CALL_CENTER", competitive: false, limit: 100 };
    const payload = {
      iss: "drill",
      jti: "0c0ffee0-0000-4000-8000-0000000000bb",
      sub: "0c0ffee0-0000-4000-8000-0000000000cc",
      iat: now,
      organization: "Drill",
      licenses: [{ ...license, not_before: now - 60, not_after: now + 86_400 }],
    };
    writeFileSync(join(this.folder, "payload.json"), JSON.stringify(payload));
    const key = join(this.folder, "issuer.private.jwk.json");
    const words = ["issue", "--key", key, "--payload", join(this.folder, "payload.json")];
    const certificate = this.run("scripts/certificate.ts", ...words).trim();
    const answer = await fetch(`${ORIGIN}/api/customer`, { method: "PUT", body: JSON.stringify({ certificate }) });
    if (!answer.ok) throw new Error(await answer.text());
    const users = Array.from({ length: CLIENTS }, (_, index) => `drill.example,user${index},User ${index},,`);
    const lines = ["domain,username,name,roles,disabled", "drill.example,boss,Boss,sysadmin,", ...users];
    writeFileSync(join(this.folder, "users.csv"), `${lines.join("\n")}\n`);
    this.admin(["domain", "add", "drill.example"]);
    this.admin(["user", "import", "users.csv"]);
    const token = this.admin([
      "token",
      "add",
      "boss@drill.example",
      "--name",
      "drill",
      "--scope",
      "write",
      "--days",
      "1",
    ]);
    const ids = this.query("select id from users where username <> 'boss' order by id").flat();
    return { token: token.trim(), pairs: ids.map((userId) => ({ userId, licenseId: LICENSE_ID })) };
  }
}
