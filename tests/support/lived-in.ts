import { sealAudit } from "@/lib/use-cases/audit/seal-audit";
import { addChannel } from "@/lib/use-cases/channels/add-channel";
import { watchClock } from "@/lib/use-cases/installation/watch-clock";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addToken } from "@/lib/use-cases/tokens/add-token";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type Issuer, named } from "@/tests/support/issuer";
import { addCrowd, addPerson, SYSTEM } from "@/tests/support/people";
import { sql } from "@/tests/support/worker-database";

/** An installation in which every table has rows: also text that the form of a backup has to take care of. */
export async function liveIn(issuer: Issuer): Promise<void> {
  const [callCenter, chat] = [named("CALL_CENTER", 50), named("CHAT", 5, { name: "Чат" })];
  const manager = concurrent("CALL_MANAGER", 5);
  await install(issuer, [callCenter, chat, manager]);
  const olena = await addPerson("olena@acme.example", { name: "Олена \\N \\. Їжак", roles: ["sysadmin", "writer"] });
  await addPerson("\\.@globex.example", { name: "\\." });
  for (const id of await addCrowd(20)) await grant(id, callCenter);
  await grant(olena.id, callCenter, manager);
  await signIn(olena.address, olena.password);
  await signIn(olena.address, "wrong").catch(() => {});
  await addToken(SYSTEM, olena.address, { name: "ci", scope: "read", days: 30 });
  await addChannel(SYSTEM, { kind: "email_profile", domain: "acme.example", name: "Пошта" });
  await sql`update licenses set name = ${"\\.\n\\N\t\r\\\\ '$$ Чат"} where id = ${chat.id}`;
  await sql`insert into user_preferences (user_id, name, value) values (${olena.id}, 'columns', '["a\\n\\\\."]')`;
  await sql`insert into idempotent_acts (key_hash, request_hash, answer) values ('\\x00ff0a5c', '\\x0a', '{"a": null}')`;
  await sql`insert into attempts (key, count, ends_at) values ('address 10.0.0.1', 3, now() + interval '1 minute')`;
  await watchClock();
  await sealAudit();
}
