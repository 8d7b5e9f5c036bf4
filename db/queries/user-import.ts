import { sql } from "drizzle-orm";
import { json, queryList } from "@/db/client";
import { type ActedBy, byParams, rightsParam } from "./acted-by";

/** A row of a list of users; `roles` and `disabled` are null where an existing user stays as they are. */
export type RowToImport = {
  line: number;
  domain: string;
  username: string;
  name: string;
  roles: string[] | null;
  disabled: boolean | null;
};

/** What becomes of a row: new, changed or unchanged, or why it is refused, with the role that stands in the way. */
export type JudgedRow = {
  line: number;
  outcome: string;
  detail: string | null;
  renamed: boolean;
  roles: boolean;
  disabled: boolean;
  enabled: boolean;
};

/** Applies the rows that can be applied in one act; without `apply` it only says what would become of each. */
export async function importRows(rows: RowToImport[], apply: boolean, by: ActedBy): Promise<JudgedRow[]> {
  const { outcomes } = await queryList<{ outcomes: JudgedRow[] }>(sql`
    select import_users(${json(rows)}, ${apply}, ${by.domainId}::bigint, ${rightsParam(by.rights)},
      ${byParams(by)}) as outcomes`);
  return outcomes;
}
