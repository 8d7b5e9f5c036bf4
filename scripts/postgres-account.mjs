import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, lchownSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlainError } from "./plain-error.mjs";

const NOBODY = 65534;
const UNSHARE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * @typedef {object} Account
 * @property {string[]} prefix words to put before a command line
 * @property {{ uid?: number, gid?: number }} identity options for `spawn`
 */

/**
 * Decides under which account PostgreSQL's programs run, since they refuse to run as root. Not root: as we are. Root:
 * as the owner of an existing cluster; for a cluster of root, in a user namespace in which root looks like nobody;
 * where the kernel refuses that, as nobody, who then becomes the owner of the folder.
 *
 * @param {string} home folder of everything that belongs to PostgreSQL; exists
 * @param {string} cluster folder of the cluster; need not exist
 * @returns {Account}
 * @throws {PlainError} when the cluster belongs to an account that we cannot become, or nobody cannot reach it
 */
export function chooseAccount(home, cluster) {
  const us = process.getuid?.();
  const owner = statSync(existsSync(cluster) ? cluster : home);
  if (us === undefined) return { prefix: [], identity: {} };
  if (us !== 0) {
    if (owner.uid === us) return { prefix: [], identity: {} };
    throw new PlainError(`${home} belongs to another account (uid ${owner.uid}). Start as that one, or set DATA_DIR.`);
  }
  if (owner.uid !== 0) return { prefix: [], identity: { uid: owner.uid, gid: owner.gid } };
  if (namespacesWork()) return { prefix: ["unshare", ...UNSHARE], identity: {} };
  giveAway(home);
  return { prefix: [], identity: { uid: NOBODY, gid: NOBODY } };
}

function namespacesWork() {
  return spawnSync("unshare", [...UNSHARE, "true"], { stdio: "ignore" }).status === 0;
}

function giveAway(home) {
  // Passing through is enough: the secret files beside the database keep their own mode.
  chmodSync(dirname(home), 0o711);
  chownTree(home);
  const reachable = spawnSync("test", ["-x", home], { uid: NOBODY, gid: NOBODY, cwd: "/" }).status === 0;
  if (reachable) return;
  throw new PlainError(
    `As root, PostgreSQL has to run as the account nobody here, and that one cannot reach ${home}. ` +
      "Set DATA_DIR to a folder outside of root's home, such as /var/lib/seatwise, or start as another account.",
  );
}

function chownTree(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) chownTree(inner);
    else lchownSync(inner, NOBODY, NOBODY);
  }
  chownSync(path, NOBODY, NOBODY);
}
