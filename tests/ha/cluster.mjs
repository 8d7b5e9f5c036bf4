import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ADDRESSES, DATABASE_HOSTS, startOn } from "./hosts.mjs";
import { etcdWords, patroniFile } from "./settings.mjs";

/** A Patroni cluster of three in a folder: how it is started, host by host, and what it says of itself. */
export class Cluster {
  constructor(folder, logs) {
    this.folder = folder;
    this.logs = logs;
    const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })));
    for (const host of DATABASE_HOSTS) {
      mkdirSync(join(folder, host), { recursive: true });
      chownSync(join(folder, host), uid, gid);
      writeFileSync(join(folder, host, "patroni.yml"), patroniFile(host, join(folder, host)));
    }
  }

  /** A host that comes back finds its folders as it left them. */
  startHost(host) {
    const options = { logs: this.logs, account: "postgres" };
    startOn(host, "etcd", etcdWords(host, join(this.folder, host)), options);
    startOn(host, "patroni", ["patroni", join(this.folder, host, "patroni.yml")], options);
  }

  dataOf(host) {
    return join(this.folder, host, "data");
  }

  /** What the first host that answers says of all: name, role, state, lag. */
  async members() {
    for (const host of DATABASE_HOSTS) {
      const answer = await ask(`http://${ADDRESSES[host]}:8008/cluster`);
      const members = answer === null ? [] : (await answer.json()).members;
      if (members.length > 0) return members;
    }
    return [];
  }

  async leader() {
    for (const host of DATABASE_HOSTS) {
      const answer = await ask(`http://${ADDRESSES[host]}:8008/primary`);
      if (answer?.ok) return host;
    }
    return null;
  }

  /** Waits until the cluster has been whole for ten seconds: who has just come back may still look as it did before. */
  async untilWhole() {
    let since = Number.POSITIVE_INFINITY;
    const isSteady = async () => {
      since = (await this.isWhole()) ? Math.min(since, Date.now()) : Number.POSITIVE_INFINITY;
      return Date.now() - since > 10_000;
    };
    await until("the cluster is whole", isSteady, 180);
  }

  /** Whether one leads, one follows in step and one follows. */
  async isWhole() {
    const roles = (await this.members()).filter(({ state }) => /running|streaming/.test(state)).map(({ role }) => role);
    return roles.toSorted().join() === "leader,replica,sync_standby";
  }

  async switchOver(leader) {
    const body = JSON.stringify({ leader });
    const answer = await fetch(`http://${ADDRESSES[leader]}:8008/switchover`, { method: "POST", body });
    if (!answer.ok) throw new Error(`Patroni refused the switchover: ${await answer.text()}`);
  }
}

async function ask(url) {
  return fetch(url, { signal: AbortSignal.timeout(1_500) }).catch(() => null);
}

/** Waits until something holds. @throws when it does not in time */
export async function until(what, condition, limitSeconds) {
  for (const end = Date.now() + limitSeconds * 1_000; Date.now() < end; await sleep(250)) if (await condition()) return;
  throw new Error(`Not within ${limitSeconds} s: ${what}.`);
}
