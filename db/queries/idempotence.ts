import { type SQL, sql } from "drizzle-orm";
import { queryOne } from "@/db/client";
import { AppError } from "@/lib/errors";

/** A call that came with a key of its own: SHA-256 in hex of who asks with which key, and of what is asked. */
export type ActKey = { keyHash: string; requestHash: string };

const KEPT_HOURS = 24;
const SWEPT_AT_ONCE = 10;

type Sender = <Row extends object>(statement: SQL) => Promise<Row>;

type Kept<Answer> = { answer: Answer; known: boolean | null };

/**
 * The act and the answer that is kept under its key, or the answer that is kept already, in one statement: what a key did
 * and that it did it are stored together or not at all. Removes a few answers that are old enough.
 */
function keptAct({ keyHash, requestHash }: ActKey, act: SQL): SQL {
  const [key, request] = [sql`decode(${keyHash}, 'hex')`, sql`decode(${requestHash}, 'hex')`];
  return sql`
    with stored as materialized (select request_hash, answer from idempotent_acts where key_hash = ${key}),
    swept as (
      delete from idempotent_acts where key_hash in (
        select key_hash from idempotent_acts where at < now() - make_interval(hours => ${KEPT_HOURS}::int)
        order by at limit ${SWEPT_AT_ONCE}::int for update skip locked)),
    done as (
      insert into idempotent_acts (key_hash, request_hash, answer)
      select ${key}, ${request}, ${act} where not exists (select 1 from stored) returning answer)
    select coalesce((select answer from stored), (select answer from done)) as answer,
      (select request_hash = ${request} from stored) as known`;
}

function isKeyTaken(error: unknown): boolean {
  const { code, constraint_name } = error as { code?: unknown; constraint_name?: unknown };
  return code === "23505" && constraint_name === "idempotent_acts_pkey";
}

/**
 * Does an act, an expression that answers jsonb, and answers what it answered. With a key it is done at most once, however
 * many ask at the same time: who comes second waits, is undone whole, and gets the first one's answer. Whatever the act
 * answers is kept, refusals too, for a day at least; what it raises is not.
 * @throws AppError `bad_request` (`Idempotency-Key`) when the key stands for another request.
 */
export async function once<Answer>(key: ActKey | null, act: SQL, send: Sender = queryOne): Promise<Answer> {
  if (key === null) return (await send<{ answer: Answer }>(sql`select ${act} as answer`)).answer;
  const attempt = () => send<Kept<Answer>>(keptAct(key, act));
  const { answer, known } = await attempt().catch((error: unknown) => {
    if (isKeyTaken(error)) return attempt();
    throw error;
  });
  if (known === false) throw new AppError("bad_request", { field: "Idempotency-Key" });
  return answer;
}
