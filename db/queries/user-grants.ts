import { type SQL, sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { type ListRequest, TOTAL_CAP } from "@/lib/list-request";
import { isUnfiltered, type UserFilter, usersOrder, usersWhere } from "./user-search";

/** A grant with what its license says, in force or not. */
export type UserGrant = {
  license: { id: string; product: string; name: string | null; scope: string[]; notAfter: Date };
  grantedAt: Date;
};

/** A user with all their grants. */
export type UserWithGrants = {
  id: string;
  name: string;
  username: string;
  domain: { id: string; name: string };
  disabled: boolean;
  grants: UserGrant[];
};

type GrantJson = { license: Omit<UserGrant["license"], "notAfter"> & { notAfter: string }; grantedAt: string };
type UserJson = Omit<UserWithGrants, "grants"> & { grants: GrantJson[] };

/** The grants of user `u` by product and end of term, as JSON. */
const grantsOf = (userId: SQL) => sql`(
  select coalesce(json_agg(json_build_object('grantedAt', g.granted_at, 'license', json_build_object('id', l.id, 'product', l.product,
    'name', l.name, 'scope', l.scope, 'notAfter', l.not_after)) order by l.product, l.not_after, l.id), '[]')
  from grants g join licenses l on l.id = g.license_id where g.user_id = ${userId})`;

/** User `u` of domain `d` as JSON, with their grants if those are wanted. */
function userJson(withGrants: boolean): SQL {
  return sql`json_build_object('id', u.id::text, 'name', u.name, 'username', u.username,
    'domain', json_build_object('id', d.id::text, 'name', d.name), 'disabled', u.disabled_at is not null,
    'grants', ${withGrants ? grantsOf(sql`u.id`) : sql`'[]'::json`})`;
}

function toGrant({ license, grantedAt }: GrantJson): UserGrant {
  return { license: { ...license, notAfter: new Date(license.notAfter) }, grantedAt: new Date(grantedAt) };
}

function toUser({ grants, ...user }: UserJson): UserWithGrants {
  return { ...user, grants: grants.map(toGrant) };
}

export type UserGrantsRequest = ListRequest & UserFilter & { ids: string[]; withGrants: boolean };

function whereOf({ ids, ...filter }: UserGrantsRequest): SQL {
  const chosen =
    ids.length === 0
      ? sql`true`
      : sql`u.id in (${sql.join(
          ids.map((id) => sql`${id}::bigint`),
          sql`, `,
        )})`;
  return sql`${usersWhere(filter)} and ${chosen}`;
}

/** One page of users with their grants and the capped total, in one statement. */
export async function findUsersWithGrants(
  request: UserGrantsRequest,
): Promise<{ counted: number; users: UserWithGrants[] }> {
  const { page, size, sort, alsoSort, withGrants } = request;
  const where = whereOf(request);
  // As in the matrix: without a condition the count reads an index alone.
  const byIndex = isUnfiltered(request) && request.ids.length === 0 ? sql`order by u.id` : sql``;
  const row = await queryOne<{ counted: number; users: UserJson[] }>(sql`
    select (select count(*)::int from (select 1 from users u where ${where} ${byIndex} limit ${TOTAL_CAP + 1}) c) as counted,
      (select coalesce(json_agg(${userJson(withGrants)} order by u.place), '[]')
        from (select u.*, row_number() over () as place
          from (select * from users u where ${where} order by ${usersOrder(sort, alsoSort)} limit ${size} offset ${(page - 1) * size}) u) u
        join domains d on d.id = u.domain_id) as users`);
  return { counted: row.counted, users: row.users.map(toUser) };
}

/** The users behind an id in the order of ids, at most `batch`: as quick at any depth. */
export async function findUserBatch(
  request: UserGrantsRequest,
  behindId: string,
  batch: number,
): Promise<UserWithGrants[]> {
  const { users } = await queryOne<{ users: UserJson[] }>(sql`
    select (select coalesce(json_agg(${userJson(request.withGrants)} order by u.id), '[]')
      from (select * from users u where ${whereOf(request)} and u.id > ${behindId}::bigint order by u.id limit ${batch}) u
      join domains d on d.id = u.domain_id) as users`);
  return users.map(toUser);
}

/** One user with their grants and the version of it; null when there is none within the bounds. */
export async function findUserWithGrants(
  userId: string,
  bounds: string | null,
): Promise<{ user: UserWithGrants; tag: string } | null> {
  const row = await queryOne<{ found: { user: UserJson; tag: string } | null }>(sql`
    select (select json_build_object('user', ${userJson(true)}, 'tag', user_tag(u))
      from users u join domains d on d.id = u.domain_id
      where u.id = ${userId}::bigint and (${bounds}::bigint is null or u.domain_id = ${bounds}::bigint)) as found`);
  return row.found && { user: toUser(row.found.user), tag: row.found.tag };
}
