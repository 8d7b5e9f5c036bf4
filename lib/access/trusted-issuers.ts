import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type IssuerKeys, loadIssuerKeys } from "./issuer-keys";

let known: { path: string; keys: IssuerKeys } | undefined;

/**
 * Whom the installation trusts, as the file of LICENSE_ISSUERS has it now, so that a new issuer key counts without a restart.
 * While that cannot be read, since somebody is at it, those that were read last are meant, and the log says so; without any the
 * error is the operator's, who had a file that could be read at the start.
 */
export async function trustedIssuers(): Promise<IssuerKeys> {
  const path = env().LICENSE_ISSUERS;
  if (path === undefined) return { keys: [] };
  try {
    known = { path, keys: await loadIssuerKeys(path) };
  } catch (error) {
    if (known?.path !== path) throw error;
    log.error({ cause: String(error) }, "the issuers' keys cannot be read; the keys read before stay in use");
  }
  return known.keys;
}
