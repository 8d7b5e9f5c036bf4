/**
 * `node tests/ha/drill.mjs [ROUNDS]`, as root on Debian 12 with the packages iproute2, patroni, etcd-server, haproxy and postgresql-15:
 * two application nodes behind HAProxy on a Patroni cluster of three, each host in a network namespace of its own. What can
 * happen to the leader is done to it while four clients write. Exit code 1 when an acknowledged write is lost, an application
 * ended, or a gap is too long. A round takes about three minutes; the words of every program go to .cache/ha.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Applications, ORIGIN } from "./applications.mjs";
import { Cluster, until } from "./cluster.mjs";
import { connectHosts, DATABASE_HOSTS, killHost, plug, removeHosts } from "./hosts.mjs";
import { compare, Load } from "./load.mjs";

/** What is done to the host that leads, how long nobody may be able to write, and what sets it right again. */
const FAULTS = [
  { name: "switchover", limit: 5, strike: (cluster, leader) => cluster.switchOver(leader) },
  {
    name: "postmaster killed",
    limit: 10,
    strike: (cluster, leader) => process.kill(postmaster(cluster, leader), "SIGKILL"),
  },
  {
    name: "host killed",
    limit: 35,
    strike: (_, leader) => killHost(leader),
    mend: (cluster, leader) => cluster.startHost(leader),
  },
  {
    name: "cable pulled",
    limit: 35,
    strike: (_, leader) => plug(leader, false),
    mend: (_, leader) => plug(leader, true),
  },
];

function postmaster(cluster, host) {
  return Number(readFileSync(join(cluster.dataOf(host), "postmaster.pid"), "utf8").split("\n")[0]);
}

const root = resolve(import.meta.dirname, "../..");
const rounds = Number(process.argv[2] ?? 1);
const logs = join(root, ".cache/ha");
rmSync(logs, { recursive: true, force: true });
mkdirSync(logs, { recursive: true });
const folder = mkdtempSync("/var/tmp/seatwise-ha-");

for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => process.exit(130));
process.once("exit", () => {
  removeHosts();
  rmSync(folder, { recursive: true, force: true });
});

await drill();

async function drill() {
  connectHosts();
  chmodSync(folder, 0o755);
  const cluster = new Cluster(folder, logs);
  for (const host of DATABASE_HOSTS) cluster.startHost(host);
  await cluster.untilWhole();
  const applications = new Applications(root, join(folder, "apps"), logs);
  applications.startProxies();
  const leading = await cluster.leader();
  execFileSync("psql", ["-q", "-h", join(folder, leading), "-U", "postgres", "-c", "create database seatwise"]);
  await sleep(2_000);
  const nodes = applications.startNodes();
  await until(
    "the applications answer",
    async () => (await fetch(`${ORIGIN}/api/health/ready`).catch(() => null))?.ok,
    120,
  );
  const { token, pairs } = await applications.furnish();
  console.log(`Two applications, three databases, ${pairs.length} clients; ${leading} leads.`);

  const load = new Load(ORIGIN, token, pairs);
  await sleep(5_000);
  let isGood = true;
  for (let round = 1; round <= rounds; round++) {
    for (const fault of FAULTS) isGood = (await suffer(fault, cluster, load)) && isGood;
  }
  await load.stop();
  isGood = report(load, applications, nodes) && isGood;
  process.exit(isGood ? 0 : 1);
}

async function suffer({ name, limit, strike, mend }, cluster, load) {
  const leader = await cluster.leader();
  const begun = performance.now();
  await strike(cluster, leader);
  await until("writes are acknowledged again", () => load.isWritten(1_000) && performance.now() - begun > 8_000, 120);
  await until("there is a leader", async () => (await cluster.leader()) !== null, 120);
  await sleep(limit * 1_000 - 4_000);
  await mend?.(cluster, leader);
  await cluster.untilWhole();
  const gap = load.gapSince(begun);
  console.log(
    `${name} (${leader}; ${await cluster.leader()} leads now): ${gap.toFixed(1)} s without a write, at most ${limit}: ${gap <= limit ? "good" : "TOO LONG"}`,
  );
  await sleep(3_000);
  return gap <= limit;
}

function report(load, applications, nodes) {
  const rows = applications.query(
    "select user_id, act from audit_entries where act in ('assign_license', 'revoke_license') order by id",
  );
  const faults = compare(
    load.journal,
    rows.map(([userId, act]) => ({ user_id: userId, act })),
  );
  const repeated = load.journal.filter(({ attempts }) => attempts > 1).length;
  const [[drift = ""] = []] = applications.query(
    "select l.granted - (select count(*) from grants g where g.license_id = l.id) from licenses l",
  );
  const ended = nodes.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null).length;
  console.log(
    `${load.journal.length} acts acknowledged, ${repeated} of them after repeating; lost or doubled: ${faults.length}.`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  console.log(`Counter of the license off by ${drift}; applications that ended: ${ended}.`);
  console.log(applications.admin(["audit", "verify"]).trim());
  return faults.length === 0 && drift === "0" && ended === 0;
}
