import { type SQL, sql } from "drizzle-orm";
import { ATTENTION_DAYS } from "@/lib/licensing/term";
import { FEW_LEFT, WARNING_KINDS, type WarningKind } from "@/lib/licensing/warnings";
import { inForceAt } from "./clock";

const number = (value: number) => sql.raw(String(value));

/** At or below this many seats left a limit is nearly reached: the table of the rule, as an expression. */
const fewSeats = sql`case ${sql.join(
  FEW_LEFT.map((step) => {
    const seats = "seats" in step ? number(step.seats) : sql`l."limit" * ${number(step.percent)} / 100`;
    return sql`when l."limit" >= ${number(step.from)} then ${seats}`;
  }),
  sql` `,
)} else -1 end`;

/**
 * The condition on `licenses l` that `findWarnings` of the licensing rules has a warning of this kind, or of any (null).
 * It only chooses rows, so that a page of them and its total come from one statement; `used` is the expression of the
 * seats in use, `moment` that of the time by which terms are judged. A test holds the two together.
 */
export function isWarned(kind: WarningKind | null, { used, moment }: { used: SQL; moment: SQL }): SQL {
  const conditions: Record<WarningKind, SQL> = {
    expired: sql`l.not_after <= ${moment}`,
    over_limit: sql`l.not_after > ${moment} and ${used} > l."limit"`,
    expiring: sql`${inForceAt(moment)} and l.not_after <= ${moment} + make_interval(hours => 24 * ${number(ATTENTION_DAYS)})`,
    few_left: sql`${inForceAt(moment)} and l.product <> 'CHAT' and l."limit" - ${used} between 0 and ${fewSeats}`,
  };
  const chosen = kind === null ? WARNING_KINDS.map((each) => sql`(${conditions[each]})`) : [conditions[kind]];
  return sql`l.withdrawn_at is null and (${sql.join(chosen, sql` or `)})`;
}
