import { createHash, timingSafeEqual } from "node:crypto";
import { getInstallationState, setUp as applySetUp } from "@/db/queries/installation";
import { actedBy } from "@/lib/access/acted-by";
import type { LocalActor } from "@/lib/access/actor";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { hashNewPassword } from "@/lib/access/password";
import { parseDomain, parseNewAddress, parsePersonName } from "@/lib/names";
import { auditedChanges } from "@/lib/use-cases/licenses/import-certificate";
import { type PlannedImport, planImportOf } from "@/lib/use-cases/licenses/preview-import";

/** What the first run asks for; `token` is the one that the server printed at its start. */
export type FirstRun = {
  token: string;
  key: string;
  domain: string;
  administrator: { name: string; username: string; password: string };
};

const ACTOR: LocalActor = { kind: "system", id: null, name: "setup" };

/** Another import may come between plan and act; then the plan is made anew. */
const MAX_ATTEMPTS = 20;

/** Blanks, hyphens and capitals say nothing: a token is copied by hand. */
function bare(token: string): string {
  return token.replace(/[\s-]/g, "").toLowerCase();
}

function digest(token: string): Buffer {
  return createHash("sha256").update(bare(token)).digest();
}

/** The comparison takes as long whatever is wrong. A server without a token accepts none. */
function isSetupToken(typed: string): boolean {
  const expected = env().SETUP_TOKEN ?? "";
  return timingSafeEqual(digest(typed), digest(expected)) && bare(expected) !== "";
}

function toImport({ certificate, installed, plan }: PlannedImport) {
  if (plan.unchanged) return null;
  return {
    certificate: { ...certificate, keyId: certificate.kid },
    changes: auditedChanges(plan),
    expectedId: installed?.certificateId ?? null,
  };
}

/** Plans the import. A key that is refused because another set-up came first is answered with what has happened. */
async function planFirst(key: string): Promise<PlannedImport> {
  try {
    return await planImportOf(key, null);
  } catch (error) {
    if ((await getInstallationState()).hasUsers) throw new AppError("not_found");
    throw error;
  }
}

/**
 * Sets up an installation that nobody can sign in to yet: license key, domain and first administrator in one act, or
 * nothing of it (specification §6, `/setup`). A domain or a license key that is there already is used as it is.
 * @throws AppError `access_denied` without the token of this server; `bad_request` naming domain, username, name or
 * password; the refusals of `importCertificate`; `not_found` when a user exists already.
 */
export async function setUp({ token, key, domain: typedDomain, administrator }: FirstRun): Promise<void> {
  if (!isSetupToken(token)) throw new AppError("access_denied");
  const domain = parseDomain(typedDomain);
  const name = parsePersonName(administrator.name);
  const { username } = parseNewAddress(`${administrator.username.trim()}@${domain}`);
  let planned = await planFirst(key);
  const passwordHash = await hashNewPassword(administrator.password);

  const by = actedBy(ACTOR);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const first = { import: toImport(planned), domain, administrator: { username, name, passwordHash } };
    const outcome = await applySetUp(first, by);
    if (outcome === "done") return;
    if (outcome === "has_users") throw new AppError("not_found");
    planned = await planFirst(key);
  }
  throw new Error("The installed certificate changed during every attempt to set up.");
}
