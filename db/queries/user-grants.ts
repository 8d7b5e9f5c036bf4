import { type SQL, sql } from "drizzle-orm";
import { queryBatch } from "@/db/batches";
import { json, queryList, queryOne } from "@/db/client";
import type { ListRequest, Total } from "@/lib/list-request";
import { type Tally, toTotal } from "./tallies";
import { chosenPage, isDeep, userPage } from "./user-pages";
import { type UserFilter, usersWhere } from "./user-search";

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

/** Of the ids asked for; null when all are. */
function chosenBy({ ids }: UserGrantsRequest): SQL | null {
  if (ids.length === 0) return null;
  return sql`u.id = any (array(select v::bigint from jsonb_array_elements_text(${json(ids)}) v))`;
}

/** One page of users with their grants and the capped total, in one statement. */
export async function findUsersWithGrants(
  request: UserGrantsRequest,
): Promise<{ total: Total; page: number; users: UserWithGrants[] }> {
  const chosen = chosenBy(request);
  const ask = isDeep(request) ? queryList : queryOne;
  const row = await ask<{ tally: Tally; users: UserJson[] }>(sql`
    with ${chosen === null ? userPage(request) : chosenPage(request, chosen)}
    select (select to_json(t) from tally t) as tally,
      (select coalesce(json_agg(${userJson(request.withGrants)} order by u.place), '[]')
        from page u join domains d on d.id = u.domain_id) as users`);
  return { total: toTotal(row.tally), page: row.tally.page, users: row.users.map(toUser) };
}

/** The users behind an id in the order of ids, at most `batch`: as quick at any depth. */
export async function findUserBatch(
  request: UserGrantsRequest,
  behindId: string,
  batch: number,
): Promise<UserWithGrants[]> {
  const { users } = await queryOne<{ users: UserJson[] }>(sql`
    select (select coalesce(json_agg(${userJson(request.withGrants)} order by u.id), '[]')
      from ${batchBehind(request, behindId, batch)} join domains d on d.id = u.domain_id) as users`);
  return users.map(toUser);
}

/** Users `u` behind an id. */
const batchBehind = (request: UserGrantsRequest, behindId: string, batch: number) => sql`(
  select * from users u where ${usersWhere(request)} and ${chosenBy(request) ?? sql`true`} and u.id > ${behindId}::bigint
  order by u.id limit ${batch}) u`;

/** A user as a list is exported: id, username, domain, name, disabled, and ids and products of the licenses, held apart by blanks. */
export type UserCells = [string, string, string, string, string, string, string];

/**
 * As `findUserBatch`, but only what an export says: a tenth of the objects, so that a million users leave little to clear away.
 * `behindId` null: the first batch.
 */
export async function findUserCells(
  request: UserGrantsRequest,
  behindId: string | null,
  batch: number,
): Promise<UserCells[]> {
  const { users } = await queryBatch<{ users: UserCells[] }>(
    sql`
    select (select coalesce(json_agg(json_build_array(u.id::text, u.username, d.name, u.name, (u.disabled_at is not null)::text,
        h.ids, h.products) order by u.id), '[]')
      from ${batchBehind(request, behindId ?? "0", batch)} join domains d on d.id = u.domain_id cross join lateral (
        select coalesce(string_agg(l.id::text, ' ' order by l.product, l.not_after, l.id), '') as ids,
          coalesce(string_agg(l.product, ' ' order by l.product, l.not_after, l.id), '') as products
        from grants g join licenses l on l.id = g.license_id where g.user_id = u.id) h) as users`,
    behindId === null,
  );
  return users;
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
