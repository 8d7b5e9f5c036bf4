import { type SQL, sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import type { ListRequest, Sort } from "@/lib/list-request";
import { rightsParam } from "./acted-by";
import { type Tally, toTotal } from "./tallies";
import { deepestPage, reachable, userPage } from "./user-pages";
import type { UserFilter } from "./user-search";
import { liveSeats, liveSessions } from "./user-sessions";

/** A user of the directory. `lastSignIn` is null when history does not know one; `sessions` counts live ones. */
export type DirectoryUser = {
  id: string;
  name: string;
  username: string;
  domain: string;
  disabled: boolean;
  /** Nobody of a disabled domain can sign in, whatever their own state. */
  domainDisabled: boolean;
  roles: string[];
  lastSignIn: Date | null;
  sessions: number;
};

/** A role, and whether it lies within the rights of whoever asks. */
export type OfferedRole = { name: string; within: boolean };

/** The user whose window is open, and what would end with them. */
export type EditedUser = DirectoryUser & { within: boolean; hasPassword: boolean; seats: number; namedGrants: number };

type UserJson = Omit<DirectoryUser, "lastSignIn"> & { lastSignIn: string | null };
type EditedJson = Omit<EditedUser, "lastSignIn"> & { lastSignIn: string | null };

const ORDER: Record<string, (direction: SQL) => SQL> = {
  name: (direction) => sql`u.name ${direction}, u.id ${direction}`,
  address: (direction) => sql`u.username ${direction}, u.id ${direction}`,
  domain: (direction) => sql`(select d.name from domains d where d.id = u.domain_id) ${direction}, u.name, u.id`,
  state: (direction) => sql`u.disabled_at is not null ${direction}, u.name, u.id`,
};

function usersOrder(sort: Sort | null): SQL {
  const order = ORDER[sort?.field ?? "name"] ?? ORDER.name;
  return order?.(sort?.descending ? sql`desc` : sql`asc`) ?? sql`u.id`;
}

/** The members of a DirectoryUser as JSON; `u` is the user, `d` the domain. */
const userJson = sql`jsonb_build_object('id', u.id::text, 'name', u.name, 'username', u.username, 'domain', d.name,
  'disabled', u.disabled_at is not null, 'domainDisabled', d.disabled_at is not null,
  'roles', array(select r.name from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id order by r.name),
  'lastSignIn', (select a.at from audit_entries a where a.user_id = u.id and a.act = 'sign_in' order by a.id desc limit 1),
  'sessions', ${liveSessions})`;

const withDate = <T extends { lastSignIn: string | null }>(user: T) => ({
  ...user,
  lastSignIn: user.lastSignIn === null ? null : new Date(user.lastSignIn),
});

export type UsersRequest = ListRequest &
  UserFilter & {
    /** Whose window is open; empty: nobody's. */
    edit: string;
    /** The rights of whoever asks (null: all). */
    rights: object | null;
  };

/** One page of users, their capped total, the domains and roles there are, and the user whose window is open, in one statement. */
export async function findDirectoryUsers({ edit, rights, ...request }: UsersRequest) {
  const within = request.bounds === null ? sql`true` : sql`d.id = ${request.bounds}::bigint`;
  const bound = rightsParam(rights);
  const row = await queryOne<{
    tally: Tally;
    users: UserJson[];
    domains: string[];
    roles: OfferedRole[];
    edited: EditedJson | null;
  }>(sql`
    with ${userPage(reachable(request), usersOrder(request.sort))}
    select (select to_json(t) from tally t) as tally,
      (select coalesce(json_agg(${userJson} order by u.place), '[]')
        from page u
        join domains d on d.id = u.domain_id) as users,
      (select coalesce(json_agg(d.name order by d.name), '[]') from domains d where ${within}) as domains,
      (select coalesce(json_agg(json_build_object('name', r.name, 'within', rights_within(r.permissions, r.sections, ${bound}))
        order by r.name), '[]') from roles r) as roles,
      (select ${userJson} || jsonb_build_object('hasPassword', u.password_hash is not null,
          'within', not exists (select 1 from user_roles ur join roles r on r.id = ur.role_id
            where ur.user_id = u.id and not rights_within(r.permissions, r.sections, ${bound})),
          'seats', ${liveSeats},
          'namedGrants', (select count(*)::int from grants g join licenses l on l.id = g.license_id
            where g.user_id = u.id and not l.competitive))
        from users u join domains d on d.id = u.domain_id
        where u.id = nullif(${edit}, '')::bigint and ${within}) as edited`);
  const { tally, ...found } = row;
  return {
    ...found,
    total: toTotal(tally),
    page: tally.page,
    deepest: deepestPage(request),
    users: row.users.map(withDate),
    edited: row.edited === null ? null : (withDate(row.edited) as EditedUser),
  };
}
