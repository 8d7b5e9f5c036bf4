import { expect, test } from "@/tests/e2e/api";
import { concurrent, EXPIRED, named, nowSeconds } from "@/tests/support/issuer";
import { setRole } from "@/tests/support/people";
import type { Portal } from "@/tests/support/portal";

const READ = { id: "read", name: "Select", usage: expect.stringMatching(/^[A-Z].+\.$/) };

async function ids(portal: Portal, address: string) {
  const [row] = await portal.sql`
    select u.id::text as user_id, d.id::text as dc from users u join domains d on d.id = u.domain_id
    where u.username || '@' || d.name = ${address}`;
  return row;
}

test("an ordinary user: exactly these members, what is open now, and reading alone", async ({ portal, api }) => {
  const [email, seats, ended] = [
    named("EMAIL", 5, { name: "Mail for all", scope: ["email_profile", "unheard_of"] }),
    concurrent("MOBILE", 5),
    named("WFM", 5),
  ];
  await portal.install(email, seats, ended);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna Ant" });
  await portal.grant(anna, email, seats, ended);
  await portal.install(email, seats, { ...ended, ...EXPIRED });
  const answer = await api.call("GET", "/userinfo", { token: await api.tokenOf(anna) });
  expect(answer.status).toBe(200);
  const open = { abac: false, obac: false, rbac: false, access: "r" };
  expect(answer.body).toEqual({
    ...(await ids(portal, anna.address)),
    name: "Anna Ant",
    username: "anna",
    preferred_username: "anna@acme.example",
    domain: "acme.example",
    roles: [],
    permissions: [],
    scope: [
      { id: "email_profile", name: "Email profiles", class: "email_profile", ...open },
      { id: "unheard_of", name: "unheard_of", class: "unheard_of", ...open },
    ],
    license: [
      {
        id: email.id,
        prod: "EMAIL",
        name: "Mail for all",
        scope: ["email_profile", "unheard_of"],
        issued_at: expect.stringMatching(/^\d{13}$/),
        expires_at: `${email.not_after}000`,
      },
    ],
  });

  const { body } = await api.call("POST", "/login", { body: { username: anna.address, password: anna.password } });
  const seated = await api.call("POST", "/userinfo", { token: String(body.access_token), body: {} });
  const held = seated.body.license as unknown as { prod: string }[];
  expect(held.map(({ prod }) => prod)).toEqual(["EMAIL", "MOBILE"]);
});

test("an administrator: all permissions that are known; a token for reading: those that change nothing", async ({
  portal,
  api,
}) => {
  const license = named("QUALITY_AUDITOR", 5);
  await portal.install(license);
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  await portal.grant(admin, license);
  const [all, reading] = [
    (await api.call("GET", "/userinfo", { token: await api.tokenOf(admin) })).body,
    (await api.call("GET", "/userinfo", { token: await api.tokenOf(admin, "read") })).body,
  ];
  const permissions = all.permissions as unknown as { id: string; name: string }[];
  expect(permissions.map(({ id, name }) => [id, name])).toEqual([
    ["read", "Select"],
    ["add", "Add"],
    ["write", "Update"],
    ["delete", "Delete"],
    ["all_domains", "All domains"],
  ]);
  expect(all).toMatchObject({ roles: [{ name: "sysadmin" }], scope: [{ class: "cc_audit_form", access: "xrwd" }] });
  expect(reading).toMatchObject({
    permissions: [READ, { id: "all_domains" }],
    scope: [{ class: "cc_audit_form", access: "r" }],
  });
});

test("asking keeps the session alive", async ({ portal, api }) => {
  const license = concurrent("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, license);
  const { body } = await api.call("POST", "/login", { body: { username: anna.address, password: anna.password } });
  await portal.sql`update sessions set seen_at = now() - interval '20 minutes', idle_ends_at = now() + interval '10 minutes'`;
  await portal.sql`update seats set ends_at = now() + interval '10 minutes'`;
  await api.call("GET", "/userinfo", { token: String(body.access_token) });
  const left = async () => {
    const [row] = await portal.sql`
      select extract(epoch from min(s.idle_ends_at) - now()) > 1700 as session, extract(epoch from min(t.ends_at) - now()) > 1700 as seat
      from sessions s, seats t`;
    return row;
  };
  await expect.poll(left).toEqual({ session: true, seat: true });
});

test("sections that a token may see, and those that it may not", async ({ portal, api }) => {
  await portal.install(named("CALL_CENTER", 5));
  const [yes, no] = [{ _enabled: true }, { _enabled: false }];
  await setRole("licensing", { permissions: ["read"], sections: ["admin", "admin/license"] });
  const sections = async (address: string, role?: string) => {
    const person = await portal.addUser(address, { roles: role === "sysadmin" ? [role] : [] });
    if (role)
      await portal.sql`insert into user_roles select ${person.id}, id from roles where name = ${role} on conflict do nothing`;
    return (await api.call("GET", "/role/metadata/access", { token: await api.tokenOf(person) })).body;
  };
  expect(await sections("nobody@acme.example")).toEqual({
    admin: { ...no, license: no, channels: no, users: no, audit: no, roles: no },
  });
  expect(await sections("reader@acme.example", "licensing")).toEqual({
    admin: { ...yes, license: yes, channels: no, users: no, audit: no, roles: no },
  });
  expect(await sections("admin@acme.example", "sysadmin")).toEqual({
    admin: { ...yes, license: yes, channels: yes, users: yes, audit: yes, roles: no },
  });
});

test("warnings need the right, and tell what ended and what ends soon", async ({ portal, api }) => {
  const soon = named("MOBILE", 5, { name: "Phones", not_after: nowSeconds() + 19 * 86_400 + 3_600 });
  const [ended, calm] = [named("EMAIL", 5, EXPIRED), named("CALL_CENTER", 5)];
  await portal.install(soon, ended, calm);
  const anna = await portal.addUser("anna@acme.example");
  expect((await api.call("GET", "/users/warnings", { token: await api.tokenOf(anna) })).status).toBe(403);
  const reader = await portal.addUser("reader@acme.example", { roles: ["reader"] });
  const answer = await api.call("GET", "/users/warnings", { token: await api.tokenOf(reader, "read") });
  expect(answer.body).toEqual({
    warnings: [
      {
        id: "license_expired",
        detail: expect.stringMatching(/^The license EMAIL expired on \d\d\.\d\d\.\d{4}\.$/),
        warning_data: {
          license_expiry: {
            license_id: ended.id,
            license_name: "EMAIL",
            product: "EMAIL",
            days_remaining: "0",
            expires_at: `${EXPIRED.not_after}000`,
          },
        },
      },
      {
        id: "license_expires_soon",
        detail: expect.stringMatching(/^The license Phones expires on \d\d\.\d\d\.\d{4}: 20 days left\.$/),
        warning_data: {
          license_expiry: {
            license_id: soon.id,
            license_name: "Phones",
            product: "MOBILE",
            days_remaining: "20",
            expires_at: `${soon.not_after}000`,
          },
        },
      },
    ],
  });
});

test("what clients ask besides: the time zone, and settings that are nobody's", async ({ portal, api }) => {
  await portal.install(named("CALL_CENTER", 5));
  const token = await api.tokenOf(await portal.addUser("anna@acme.example"));
  expect((await api.call("GET", "/user/settings/timezone", { token })).body).toEqual({ timezone: "UTC" });
  expect((await api.call("GET", "/settings?name=any", { token })).body).toEqual({ page: 1, next: false, items: [] });
});

test("health needs no token, and other methods are told which there are", async ({ portal, api }) => {
  await portal.sql`select 1`;
  expect((await api.call("GET", "/health")).body).toEqual({ status: "ok" });
  expect((await api.call("GET", "/health/ready")).body).toEqual({ status: "ready" });
  for (const path of ["/health", "/health/ready", "/userinfo", "/login"]) {
    const answer = await api.call("DELETE", path);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, expect.stringContaining("GET, HEAD")]);
  }
  expect((await api.call("HEAD", "/health/ready")).status).toBe(200);
});
