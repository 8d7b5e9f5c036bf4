import { z } from "zod";
import { hasNext, longListOf, toListJson } from "@/app/api/list-json";
import { Answer, type CallInput, operation } from "@/app/api/operation";
import { USER_ID } from "@/app/api/path-members";
import { CURSOR, cursorAnswer, LIST_QUERY, pick, readCursor, repeated, toListRequest } from "@/app/api/query";
import { toUserJson, USER } from "@/app/api/user-json";
import type { UserActor } from "@/lib/access/actor";
import { exportUserCells } from "@/lib/use-cases/grants/export-user-cells";
import { listUsersBehind } from "@/lib/use-cases/grants/list-users-behind";
import { getUserGrants } from "@/lib/use-cases/grants/get-user-grants";
import { isUserField, listUserGrants } from "@/lib/use-cases/grants/list-user-grants";

const QUERY = z.object({ ...LIST_QUERY, ...CURSOR, id: repeated("Only these users; may repeat.") });

type Query = z.output<typeof QUERY>;

function toQuestion(query: Query) {
  const withGrants = query.fields.length === 0 || query.fields.includes("license") || !query.fields.some(isMember);
  return { ...toListRequest(query, isUserField), ids: query.id, withGrants };
}

const isMember = (field: string) => Object.hasOwn(USER.shape, field);

const idOf = ({ id }: { id: string }) => id;

async function performList(actor: UserActor, query: Query) {
  const behindId = readCursor(query.cursor);
  if (behindId === null) {
    const question = toQuestion(query);
    const { total, users } = await listUserGrants(actor, question);
    const next = await hasNext(query, users.length, total, async (row) => {
      return (await listUserGrants(actor, { ...question, ...row, withGrants: false })).users;
    });
    return toListJson(users.map(toUserJson), query, total, next);
  }
  // One more than asked for tells whether there is a next page, without a count.
  const [{ total }, users] = await Promise.all([
    listUserGrants(actor, { ...toQuestion(query), size: 1, page: 1, withGrants: false }),
    listUsersBehind(actor, { ...toQuestion(query), size: query.size + 1 }, behindId),
  ]);
  return cursorAnswer(users.map(toUserJson), query, total, idOf);
}

const CSV_COLUMNS = ["id", "username", "domain", "name", "disabled", "license", "prod"];

/** Users with what they hold. */
export const listUsersCall = operation({
  id: "listUsers",
  method: "GET",
  path: "/users",
  group: "Users",
  summary: "Users with all their grants",
  description: "Withdrawn and expired grants too. Sort fields: name, license.<license id>.",
  query: QUERY,
  answer: longListOf(USER),
  refusals: ["access_denied"],
  perform: (actor, { query }) => performList(actor, query),
  csv: {
    fileName: "users.csv",
    columns: CSV_COLUMNS,
    rows: (actor, { query }) => exportUserCells(actor, toQuestion(query)),
  },
});

const several = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]).nullish();

/** What a member of the address says of itself, for one of a body, which may be written in several ways. */
function inBody(member: z.ZodType) {
  const { description, default: usual, minimum, maximum } = z.toJSONSchema(member, { unrepresentable: "any" });
  return several.meta({ description, default: usual, minimum, maximum });
}

/** The same question in a body, where a list of ids has room. */
const SEARCH_BODY = z.object({
  page: inBody(QUERY.shape.page),
  size: inBody(QUERY.shape.size),
  q: inBody(QUERY.shape.q),
  sort: inBody(QUERY.shape.sort),
  fields: inBody(QUERY.shape.fields),
  id: inBody(QUERY.shape.id),
  cursor: inBody(QUERY.shape.cursor),
});

function toQuery(body: z.output<typeof SEARCH_BODY>): Query {
  const lists = Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
  return QUERY.parse(Object.fromEntries(lists.map(([name, value]) => [name, [value].flat().map(String)])));
}

export const searchUsersCall = operation({
  id: "searchUsers",
  method: "POST",
  path: "/users/search",
  group: "Users",
  summary: "Users with all their grants, asked for in a body",
  body: SEARCH_BODY,
  example: { q: "anna", fields: ["id", "name", "license"], size: 100 },
  maxBodyBytes: 256 * 1024,
  answer: longListOf(USER),
  refusals: ["access_denied"],
  perform: (actor, { body }: CallInput<unknown, z.output<typeof SEARCH_BODY>>) => performList(actor, toQuery(body)),
});

/** What goes with each answer that is a user. */
export const SENDS_TAG = { ETag: "The version of the whole user, for `If-Match`." };

/** The user as they stand now, with the version that `If-Match` asks for. */
export function userAnswer({ user, tag }: Awaited<ReturnType<typeof getUserGrants>>) {
  return new Answer(toUserJson(user), { etag: `"${tag}"` });
}

export const getUserCall = operation({
  id: "getUser",
  method: "GET",
  path: "/users/{id}",
  params: { id: USER_ID },
  group: "Users",
  summary: "One user with all their grants",
  description: "`ETag` is the version of the whole user, for `If-Match`.",
  query: z.object({ fields: LIST_QUERY.fields }),
  answer: USER.partial(),
  sends: SENDS_TAG,
  refusals: ["access_denied", "not_found"],
  perform: async (actor, { params: { id = "" }, query }) => {
    const { body, headers } = userAnswer(await getUserGrants(actor, id));
    return new Answer(pick(body, new Set(query.fields)), headers);
  },
});
