import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { loadIssuerKeys, signCertificate, verifyCertificate } from "@/lib/access/issuer-keys";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { sql } from "@/tests/support/worker-database";

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(process.env.TEST_SCRATCH ?? tmpdir(), "demo-"));
});

type Rows = { table: string; count: number };

/** Kills the process as soon as so many rows are there. */
async function killAt({ table, count }: Rows, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const [row] = await sql`select count(*)::int from ${sql(table)}`;
    if (row?.count >= count) child.kill("SIGKILL");
  }
}

/** Runs the command, to its end or until so many rows are there. Answers its exit code or the signal that ended it. */
async function seed(until?: Rows): Promise<number | NodeJS.Signals> {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_POOL_SIZE: "2" };
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo.ts"], { env, stdio: "inherit" });
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  if (until) await killAt(until, child);
  const [code, signal] = await ended;
  return signal ?? code ?? 1;
}

const inDemo = (name: string) => join(dataDir, "demo", name);
const read = (name: string) => readFileSync(inDemo(name), "utf8");

async function contents() {
  const [row] = await sql`
    select (select count(*)::int from domains) as domains, (select count(*)::int from users) as users,
      (select count(*)::int from licenses) as licenses, (select count(*)::int from certificates) as certificates,
      (select count(*)::int from grants) as grants, (select count(*)::int from channels) as channels,
      (select count(*)::int from channels where enabled_at is not null) as enabled,
      (select count(*)::int from audit_entries) as entries,
      (select count(*)::int from licenses l where granted <> (select count(*) from grants g where g.license_id = l.id)) as miscounted`;
  return row;
}

const COMPLETE = {
  domains: 2,
  users: 36,
  licenses: 12,
  certificates: 2,
  grants: 87,
  channels: 9,
  enabled: 6,
  entries: 163,
  miscounted: 0,
};

describe("the demo installation", () => {
  it("is whole, counted right and audited entry by entry", async () => {
    expect(await seed()).toBe(0);
    expect(await contents()).toEqual(COMPLETE);
    const acts = await sql`select act, count(*)::int from audit_entries group by act order by act`;
    expect(Object.fromEntries(acts.map(({ act, count }) => [act, count]))).toEqual({
      add_channel: 9,
      add_domain: 2,
      add_license: 12,
      add_user: 36,
      assign_license: 87,
      enable_channel: 6,
      import_certificate: 2,
      renew_license: 7,
      set_role: 2,
    });
  });

  it("shows every state of a license", async () => {
    await seed();
    const states = await sql`
      select product, outside_term(l, now()) as closed, not competitive and granted = "limit" as is_full,
        not_after - now() between '11 days' and '12 days' as ends_soon
      from licenses l order by product`;
    const having = (test: (row: (typeof states)[number]) => boolean) => states.filter(test).map((row) => row.product);
    expect(having((row) => row.closed === "license_expired")).toEqual(["CUSTOMER_PORTAL"]);
    expect(having((row) => row.closed === "license_not_started")).toEqual(["WFM"]);
    expect(having((row) => row.is_full)).toEqual(["CALL_MANAGER", "QUALITY_AUDITOR"]);
    expect(having((row) => row.ends_soon)).toEqual(["MOBILE"]);
  });

  it("lets its administrator sign in with the password it wrote down, and keeps secrets to the account", async () => {
    await seed();
    const { username, password } = JSON.parse(read("sign-in.json"));
    await expect(signIn(username, password)).resolves.toMatchObject({ missing: [] });
    for (const name of ["sign-in.json", "issuer.private.jwk.json"])
      expect(statSync(inDemo(name)).mode & 0o777).toBe(0o600);
  });

  it("leaves a license key that is installed, and the payload that issues the very same one again", async () => {
    await seed();
    const certificate = await verifyCertificate(
      read("certificate.jws"),
      await loadIssuerKeys(inDemo("issuers.jwks.json")),
    );
    const [customer] = await sql`select organization, certificate_id from customers`;
    expect(customer).toEqual({ organization: certificate.organization, certificate_id: certificate.id });
    const again = await signCertificate(
      JSON.parse(read("certificate.json")),
      JSON.parse(read("issuer.private.jwk.json")),
    );
    expect(again).toBe(read("certificate.jws").trim());
  });

  // Seven runs of the command, one after the other: more than a busy machine does in the usual time.
  it("is completed by the next run, wherever the runs before were killed, and then left alone", {
    timeout: 120_000,
  }, async () => {
    const kills = [
      { table: "certificates", count: 1 },
      { table: "domains", count: 1 },
      { table: "users", count: 1 },
      { table: "users", count: 20 },
      { table: "channels", count: 5 },
    ];
    for (const kill of kills) expect(await seed(kill)).toBe("SIGKILL");
    const password = read("sign-in.json");
    expect(await seed()).toBe(0);
    expect(await contents()).toEqual(COMPLETE);
    expect(await seed()).toBe(0);
    expect(await contents()).toEqual(COMPLETE);
    expect(read("sign-in.json")).toBe(password);
  });
});
