import { z } from "zod";
import { ID, milliseconds, TIME } from "@/app/api/license-json";
import { hasNext, longListOf, toListJson } from "@/app/api/list-json";
import { type CallInput, operation } from "@/app/api/operation";
import { LICENSE_ID } from "@/app/api/path-members";
import { CURSOR, cursorAnswer, LIST_QUERY, readCursor, repeated, toListRequest } from "@/app/api/query";
import { DOMAIN } from "@/app/api/user-json";
import type { UserActor } from "@/lib/access/actor";
import type { CsvCell } from "@/lib/csv-line";
import { exportHolders, type HolderBatch } from "@/lib/use-cases/licenses/export-holders";
import { isHolderField, listHolders } from "@/lib/use-cases/licenses/list-holders";

const QUERY = z.object({ ...LIST_QUERY, ...CURSOR, id: repeated("Only these users; may repeat.") });

type Asked = CallInput<z.output<typeof QUERY>, unknown>;

/** A user who holds a license. */
const HOLDER = z
  .object({
    user: z.object({ id: ID, name: z.string() }),
    domain: DOMAIN,
    issued_at: TIME.meta({ description: "When it was granted; Unix milliseconds in a string." }),
    expires_at: TIME.meta({ description: "When the license ends; Unix milliseconds in a string." }),
    sessions: z.number().int().meta({ description: "Live sessions of the user." }),
  })
  .meta({ id: "Holder" });

type HolderJson = z.input<typeof HOLDER>;

function toHolderJson(holder: HolderBatch["holders"][number], expiresAt: Date): HolderJson {
  const { id, name, domain, grantedAt, sessions } = holder;
  const [issued_at, expires_at] = [milliseconds(grantedAt), milliseconds(expiresAt)];
  return { user: { id, name }, domain, issued_at, expires_at, sessions };
}

const idOf = ({ user }: HolderJson) => user.id;

async function performList(actor: UserActor, { params: { id = "" }, query }: Asked) {
  const behindId = readCursor(query.cursor);
  const request = { ...toListRequest(query, isHolderField), ids: query.id };
  if (behindId === null) {
    const { total, license, holders } = await listHolders(actor, id, request);
    const items = holders.map((holder) => toHolderJson(holder, license.notAfter));
    const next = await hasNext(query, items.length, total, async (row) => {
      return (await listHolders(actor, id, { ...request, ...row })).holders;
    });
    return toListJson(items, query, total, next);
  }
  // The total alone, and one row more than asked for, which tells whether there is a next page.
  const [{ total }, batches] = await Promise.all([
    listHolders(actor, id, { ...request, page: 1, size: 0 }),
    exportHolders(actor, id, { q: query.q, size: query.size + 1, ids: query.id }, behindId),
  ]);
  for await (const { expiresAt, holders } of batches) {
    const items = holders.map((holder) => toHolderJson(holder, expiresAt));
    return cursorAnswer(items, query, total, idOf);
  }
  return cursorAnswer<HolderJson>([], query, total, idOf);
}

const CSV_COLUMNS = ["user_id", "username", "user", "domain", "issued_at", "expires_at", "sessions"];

/** All holders of the list, by id. */
async function exportRows(actor: UserActor, { params: { id = "" }, query }: Asked) {
  const batches = await exportHolders(actor, id, { q: query.q, size: 1_000, ids: query.id });
  async function* rows(): AsyncGenerator<CsvCell[][]> {
    for await (const { expiresAt, holders } of batches) {
      yield holders.map((holder) => {
        const { user, domain, issued_at, expires_at, sessions } = toHolderJson(holder, expiresAt);
        return [user.id, holder.username, user.name, domain.name, issued_at, expires_at, String(sessions)];
      });
    }
  }
  return rows();
}

/** Who holds a license. */
export const listHoldersCall = operation({
  id: "listHolders",
  method: "GET",
  path: "/products/{id}/users",
  params: { id: LICENSE_ID },
  group: "Licenses",
  summary: "The users who hold a license",
  description:
    "Whoever is signed in comes first. Sort fields: domain, user, sessions. `total` is exact, however many there are, when " +
    "nothing narrows the list.",
  query: QUERY,
  answer: longListOf(HOLDER),
  refusals: ["access_denied", "not_found"],
  perform: performList,
  csv: { fileName: "holders.csv", columns: CSV_COLUMNS, rows: exportRows },
});
