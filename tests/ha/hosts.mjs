import { execFileSync, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";

/** Addresses that stand for machines; they exist on this machine alone, and only while the drill runs. */
export const ADDRESSES = {
  db1: "10.77.0.11",
  db2: "10.77.0.12",
  db3: "10.77.0.13",
  app1: "10.77.0.21",
  app2: "10.77.0.22",
  lb: "10.77.0.10",
};
export const DATABASE_HOSTS = ["db1", "db2", "db3"];
export const APP_HOSTS = ["app1", "app2"];

const BRIDGE = "swbridge";
const spaceOf = (host) => `seatwise-${host}`;

function ip(...words) {
  return execFileSync("ip", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Makes a network namespace for each host, all on one bridge, with us at 10.77.0.1. Needs root. */
export function connectHosts() {
  ip("link", "add", BRIDGE, "type", "bridge");
  ip("addr", "add", "10.77.0.1/24", "dev", BRIDGE);
  ip("link", "set", BRIDGE, "up");
  for (const [host, address] of Object.entries(ADDRESSES)) {
    ip("netns", "add", spaceOf(host));
    ip("link", "add", `sw-${host}`, "type", "veth", "peer", "name", "eth0", "netns", spaceOf(host));
    ip("link", "set", `sw-${host}`, "master", BRIDGE, "up");
    ip("-n", spaceOf(host), "addr", "add", `${address}/24`, "dev", "eth0");
    ip("-n", spaceOf(host), "link", "set", "eth0", "up");
    ip("-n", spaceOf(host), "link", "set", "lo", "up");
  }
}

/** Ends everything that runs on the hosts and takes the network away. */
export function removeHosts() {
  for (const host of Object.keys(ADDRESSES)) {
    killHost(host);
    attempt(() => ip("netns", "del", spaceOf(host)));
    attempt(() => ip("link", "del", `sw-${host}`));
  }
  attempt(() => ip("link", "del", BRIDGE));
}

/** Plugs the cable of a host in or pulls it out; nobody is told. */
export function plug(host, isIn) {
  ip("link", "set", `sw-${host}`, isIn ? "up" : "down");
}

/** Ends every process of a host at once, as a power cut would. */
export function killHost(host) {
  for (let left = pidsOn(host); left.length > 0; left = pidsOn(host)) {
    for (const pid of left) attempt(() => process.kill(pid, "SIGKILL"));
  }
}

export function pidsOn(host) {
  return attempt(() => ip("netns", "pids", spaceOf(host)).trim().split(/\s+/).filter(Boolean).map(Number)) ?? [];
}

/** Starts a program on a host; its words go to a file of the log folder. */
export function startOn(host, name, [program, ...args], { logs, account = "root", env = process.env }) {
  const log = createWriteStream(join(logs, `${host}-${name}.log`), { flags: "a" });
  const switched = ["setpriv", "--reuid", account, "--regid", account, "--clear-groups", program, ...args];
  const child = spawn("ip", ["netns", "exec", spaceOf(host), ...(account === "root" ? [program, ...args] : switched)], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
  return child;
}

/** Runs a program on a host to its end and answers what it printed. */
export function runOn(host, [program, ...args], env = process.env, input = "") {
  return execFileSync("ip", ["netns", "exec", spaceOf(host), program, ...args], { encoding: "utf8", env, input });
}

function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}
