import type { UserActor } from "@/lib/access/actor";
import { exportAudit } from "@/lib/use-cases/audit/export-audit";
import { listAudit } from "@/lib/use-cases/audit/list-audit";
import { listChannels } from "@/lib/use-cases/channels/list-channels";
import { listDomains } from "@/lib/use-cases/directory/list-domains";
import { listUsers } from "@/lib/use-cases/directory/list-users";
import { exportUserCells } from "@/lib/use-cases/grants/export-user-cells";
import { getUserGrants } from "@/lib/use-cases/grants/get-user-grants";
import { listGrants } from "@/lib/use-cases/grants/list-grants";
import { listUserGrants } from "@/lib/use-cases/grants/list-user-grants";
import { listUsersBehind } from "@/lib/use-cases/grants/list-users-behind";
import { previewMany } from "@/lib/use-cases/grants/preview-many";
import { exportHolders } from "@/lib/use-cases/licenses/export-holders";
import { listHolders } from "@/lib/use-cases/licenses/list-holders";
import { listLicenses } from "@/lib/use-cases/licenses/list-licenses";
import type { House } from "@/tests/support/who-may-house";
import type { SectionWord } from "@/tests/support/who-may-people";

/** Something that is asked about people of all domains, and its whole answer. */
export type Question = { section: SectionWord; ask: (who: UserActor, house: House) => Promise<unknown> };

const PAGE = { q: "", page: 1, size: 100, sort: null };
const NO_FILTER = { q: "", domain: "", state: "", has: "", without: "" } as const;
const HISTORY = { q: "", license: "", act: "", from: "", till: "", actId: "" };
const WINDOWS = { domain: "", state: "", add: false, import: false, edit: "" } as const;
const CHANNELS = { ...PAGE, kind: "chat_gateway", opened: null, adding: true } as const;
const USERS = { ...PAGE, ids: [], withGrants: true };

async function all<T>(batches: Promise<AsyncGenerator<T>>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of await batches) found.push(batch);
  return found;
}

/** Without its total, which for whoever has no bounds is the license's own counter: it stands in the registry for everybody. */
async function holdersOf(who: UserActor, licenseId: string, asked: object): Promise<unknown> {
  return { ...(await listHolders(who, licenseId, { ...PAGE, ...asked })), total: null };
}

const sorted = (field: string, descending = false) => ({ field, descending });
const license = (ask: Question["ask"]): Question => ({ section: "license", ask });
const users = (ask: Question["ask"]): Question => ({ section: "users", ask });
const audit = (ask: Question["ask"]): Question => ({ section: "audit", ask });

/** Every way in which a list, an export, a preview or a window asks the database, whose answer depends on who asks. */
export const QUESTIONS: Record<string, Question> = {
  "the matrix": license((who) => listGrants(who, PAGE)),
  "the matrix, from the end": license((who) => listGrants(who, { ...PAGE, sort: sorted("name", true) })),
  "the matrix, beyond its end": license((who) => listGrants(who, { ...PAGE, page: 9, size: 2 })),
  "the matrix, searched": license((who) => listGrants(who, { ...PAGE, q: "user" })),
  "the matrix, two words": license((who) => listGrants(who, { ...PAGE, q: "us gl" })),
  "the matrix, odd characters": license((who) => listGrants(who, { ...PAGE, q: "user-*" })),
  "the matrix, the other domain": license((who) =>
    listGrants(who, { ...PAGE, ...NO_FILTER, domain: "globex.example" }),
  ),
  "the matrix, disabled": license((who) => listGrants(who, { ...PAGE, ...NO_FILTER, state: "disabled" })),
  "the matrix, holders": license((who, { held }) => listGrants(who, { ...PAGE, ...NO_FILTER, has: held.id })),
  "the matrix, holders searched": license((who, { held }) =>
    listGrants(who, { ...PAGE, ...NO_FILTER, q: "user", has: held.id }),
  ),
  "the matrix, without": license((who, { held }) => listGrants(who, { ...PAGE, ...NO_FILTER, without: held.id })),
  "the matrix, by license": license((who, { held }) =>
    listGrants(who, { ...PAGE, sort: sorted(`license.${held.id}`, true) }),
  ),
  "users with grants": license((who) => listUserGrants(who, USERS)),
  "users by their ids": license((who, { subjects: { acme, globex } }) =>
    listUserGrants(who, { ...USERS, ids: [acme.user.id, globex.user.id] }),
  ),
  "all users with grants": license((who) => listUsersBehind(who, USERS, "0")),
  "all users as cells": license((who) => all(exportUserCells(who, USERS))),
  holders: license((who, { held }) => holdersOf(who, held.id, {})),
  "holders, searched": license((who, { held }) => holdersOf(who, held.id, { q: "user" })),
  "holders, by sessions": license((who, { held }) => holdersOf(who, held.id, { sort: sorted("sessions") })),
  "all holders": license((who, { held }) => all(exportHolders(who, held.id, { q: "", size: 100 }))),
  "licenses of somebody": license((who, { subjects: { globex } }) =>
    listLicenses(who, { ...PAGE, holderId: globex.user.id }),
  ),
  "a user of the other domain": license((who, { subjects: { globex } }) =>
    getUserGrants(who, globex.user.id).catch(String),
  ),
  "many at once": license((who, { free }) =>
    previewMany(who, { licenseId: free.id, held: true, whole: false, filter: NO_FILTER, userIds: null }),
  ),
  "the directory": users((who) => listUsers(who, { ...PAGE, ...WINDOWS })),
  "the directory, by domain": users((who) => listUsers(who, { ...PAGE, ...WINDOWS, sort: sorted("domain") })),
  "the directory, searched": users((who) => listUsers(who, { ...PAGE, ...WINDOWS, q: "user" })),
  "somebody's window": users((who, { subjects: { globex } }) =>
    listUsers(who, { ...PAGE, ...WINDOWS, edit: globex.user.id }).catch(String),
  ),
  domains: users((who) => listDomains(who, { ...PAGE, add: false, edit: "", remove: "" })),
  channels: { section: "channels", ask: (who) => listChannels(who, CHANNELS) },
  "a channel of the other domain": {
    section: "channels",
    ask: (who, { subjects: { globex } }) => listChannels(who, { ...CHANNELS, opened: globex.enabledChannel }),
  },
  history: audit((who) => listAudit(who, { ...HISTORY, ...PAGE })),
  "history of somebody": audit((who) => listAudit(who, { ...HISTORY, ...PAGE, q: "globex" })),
  "history of an act": audit((who, { subjects: { globex } }) =>
    listAudit(who, { ...HISTORY, ...PAGE, actId: globex.actId }),
  ),
  "all history": audit((who) => all(exportAudit(who, HISTORY))),
};
