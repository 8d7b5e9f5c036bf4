import { expect, it } from "vitest";
import { listAudit } from "@/lib/use-cases/audit/list-audit";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { grant, install } from "@/tests/support/installation";
import { named } from "@/tests/support/issuer";
import { addActor, addPerson } from "@/tests/support/people";
import { issuer, sql } from "@/tests/support/worker-database";

it("an act that waited for another one comes behind it in history", async () => {
  const license = named("CALL_CENTER", 5);
  await install(issuer, [license]);
  const admin = await addActor("ada@acme.example", "sysadmin");
  const anna = await addPerson("anna@acme.example");
  await grant(anna.id, license);
  await sql.begin(async (held) => {
    await held`select now()`;
    await changeGrants(admin, [{ userId: anna.id, licenseId: license.id, held: false }]);
    await held`
      insert into audit_entries (act, act_id, actor_kind, actor_name, user_id)
      values ('edit_user', gen_random_uuid(), 'command', 'Command', ${anna.id})`;
  });
  const filter = { q: "", license: "", act: "", from: "", till: "", actId: "" };
  const { entries } = await listAudit(admin, { ...filter, page: 1, size: 2 });
  expect(entries.map(({ act }) => act)).toEqual(["edit_user", "revoke_license"]);
});
