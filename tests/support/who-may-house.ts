import { addDomain } from "@/lib/use-cases/directory/add-domain";
import { disableDomain } from "@/lib/use-cases/directory/disable-domain";
import { disableUser } from "@/lib/use-cases/directory/disable-user";
import { changeGrants } from "@/lib/use-cases/grants/change-grants";
import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { addChannels } from "@/tests/support/channels";
import { grant, install } from "@/tests/support/installation";
import { concurrent, type IssuedLicense, named } from "@/tests/support/issuer";
import { addPerson, type Person, type RoleName, SYSTEM, setRole } from "@/tests/support/people";
import { auditEntries } from "@/tests/support/stored";
import { type Askers, addAskers } from "@/tests/support/who-may-people";
import { issuer, sql } from "@/tests/support/worker-database";

/** What an act is done to. */
export type Subject = {
  domain: string;
  /** A user who holds a license and is signed in, and one who is disabled. */
  user: Person;
  disabled: Person;
  /** Channels of the domain. */
  enabledChannel: string;
  disabledChannel: string;
  /** The act that gave the user their license. */
  actId: string;
  /** The roles that `set-user-roles`, `add-user` and the import hand out. */
  roles: string[];
};

export type House = {
  askers: Askers;
  subjects: Record<"acme" | "globex" | "chief" | "beyond", Subject>;
  /** Held by each subject's user. */
  held: IssuedLicense;
  /** Held by nobody. */
  free: IssuedLicense;
  /** A renewal that is not imported yet. */
  certificate: string;
};

async function addSubject(name: string, held: IssuedLicense, roles: RoleName[] = []): Promise<Subject> {
  const domain = `${name.split("-")[0]}.example`;
  const user = await addPerson(`user-${name}@${domain}`, { roles });
  const disabled = await addPerson(`disabled-${name}@${domain}`, { roles });
  const given = (await auditEntries("assign_license")).length;
  await changeGrants(SYSTEM, [{ userId: user.id, licenseId: held.id, held: true }]);
  const actId = (await auditEntries("assign_license"))[given]?.act_id ?? "";
  await signIn(user.address, user.password);
  await disableUser(SYSTEM, disabled.address);
  return { domain, user, disabled, enabledChannel: "", disabledChannel: "", actId, roles: ["helper"] };
}

async function addDomainSubject(name: string, held: IssuedLicense): Promise<Subject> {
  const subject = await addSubject(name, held);
  const [enabledChannel = "", disabledChannel = ""] = await addChannels(2, subject.domain);
  await sql`update channels set enabled_at = now() where id = ${enabledChannel}`;
  return { ...subject, enabledChannel, disabledChannel };
}

/** Two domains and two empty ones, one of them disabled, each thing that an act can be done to, and everybody who asks. */
export async function buildHouse(): Promise<House> {
  const [held, free] = [named("CALL_CENTER", 50), concurrent("CUSTOMER_SERVICE", 50)];
  const [chat, email] = [named("CHAT", 9), named("EMAIL", 9)];
  await install(issuer, [held, free, chat, email]);
  const certificate = await issuer.issue({ licenses: [{ ...held, limit: 60 }, free, chat, email] });
  await setRole("helper", { permissions: ["read"], sections: ["admin/users"] });
  await setRole("unused", { permissions: [], sections: [] });
  for (const name of ["empty.example", "closed.example"]) await addDomain(SYSTEM, name);
  await disableDomain(SYSTEM, "closed.example");
  const [acme, globex] = [await addDomainSubject("acme", held), await addDomainSubject("globex", held)];
  const chief = { ...(await addSubject("acme-chief", held, ["sysadmin"])), roles: [] };
  const nobody = await addPerson("nobody@acme.example");
  await grant(nobody.id, email);
  const askers = await addAskers(nobody, { kind: "certificate", id: held.id, name: "Vendor" });
  const beyond = { ...acme, roles: ["sysadmin"] };
  return { askers, subjects: { acme, globex, chief, beyond }, held, free, certificate };
}
