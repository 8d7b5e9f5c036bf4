import { signIn } from "@/lib/use-cases/sessions/sign-in";
import { expect, test } from "@/tests/e2e/browsers";
import { expectAccessible } from "@/tests/support/accessibility";
import { concurrent, EXPIRED, NOT_STARTED, named } from "@/tests/support/issuer";

test("nobody sees a page of their own without signing in", async ({ page, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await page.goto("/me");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fme$/);
});

test("an ordinary user lands on their own page, and is led back to it from what is not theirs", async ({
  page,
  portal,
}) => {
  const [shifts, email] = [concurrent("CALL_CENTER", 5, { name: "Shifts" }), named("EMAIL", 5)];
  await portal.install(shifts, email);
  const anna = await portal.addUser("anna@acme.example", { name: "Anna" });
  await portal.grant(anna, shifts, email);
  await portal.signIn(page, anna);
  await expect(page).toHaveURL(/\/me$/);
  await expect(page.getByRole("heading", { name: "My licenses" })).toBeVisible();
  await expect(page.getByRole("row")).toHaveText([
    /Product.*Valid till.*State/,
    /CALL_CENTER.*Shifts.*Open: you hold one of 5 seats/,
    /EMAIL.*Open/,
  ]);
  const sections = page.getByRole("region", { name: "My sections" }).getByRole("listitem");
  await expect(sections.filter({ hasText: "Queues" })).toHaveCount(1);
  await expect(sections.filter({ hasText: "Email profiles" })).toHaveCount(1);
  await expect(page.getByText("What you cannot use now")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "To the licenses" })).toHaveCount(0);
  await expectAccessible(page);

  await page.goto("/");
  await expect(page).toHaveURL(/\/me$/);
  expect((await page.goto("/licenses"))?.status()).toBe(403);
  await page.getByRole("link", { name: "My licenses" }).click();
  await expect(page).toHaveURL(/\/me$/);
});

test("whoever signs in with some products missing is told which, and why", async ({ page, portal, open }) => {
  const email = named("EMAIL", 5);
  const [full, ended, coming] = [concurrent("WFM", 1), named("CALL_CENTER", 5), named("MOBILE", 5)];
  await portal.install(email, full, ended, coming);
  const bob = await portal.addUser("bob@acme.example");
  const anna = await portal.addUser("anna@acme.example", { roles: ["sysadmin"] });
  await portal.grant(anna, email, full, ended, coming);
  await portal.grant(bob, full);
  const eve = await portal.addUser("eve@acme.example");
  await portal.grant(eve, email, ended);
  await portal.install(email, full, { ...ended, ...EXPIRED }, { ...coming, ...NOT_STARTED });
  await signIn(bob.address, bob.password);

  await portal.signIn(page, anna);
  await expect(page).toHaveURL(/\/me$/);
  const missing = page.getByRole("region", { name: "What you cannot use now, and why" }).getByRole("listitem");
  await expect(missing).toHaveText([
    /^CALL_CENTER expired on \d\d\.\d\d\.\d{4}\.$/,
    /^MOBILE starts on \d\d\.\d\d\.\d{4}\.$/,
    /^WFM: the only seat is in use\.$/,
  ]);
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "To the licenses" }).click();
  await expect(page).toHaveURL(/\/licenses$/);

  const refused = await open(null);
  await refused.goto("/sign-in?next=%2Flicenses");
  await refused.getByLabel("User").fill(eve.address);
  await refused.getByLabel("Password").fill(eve.password);
  await refused.getByRole("button", { name: "Sign in" }).click();
  await expect(refused.getByRole("heading", { name: "Access denied" })).toBeVisible();
  const closed = refused.getByRole("region", { name: "What you cannot use now, and why" });
  await expect(closed.getByRole("listitem")).toHaveText([/^CALL_CENTER expired/]);
  await expectAccessible(refused);

  const wanted = await open(null);
  await wanted.goto("/sign-in?next=%2Flicenses%3Fq%3Dcall");
  await wanted.getByLabel("User").fill(anna.address);
  await wanted.getByLabel("Password").fill(anna.password);
  await wanted.getByRole("button", { name: "Sign in" }).click();
  await expect(wanted).toHaveURL(/\/licenses\?q=call$/);
  const told = wanted.getByRole("region", { name: "What you cannot use now, and why" });
  await expect(told.getByRole("listitem")).toHaveText([
    /^CALL_CENTER expired/,
    /^MOBILE starts/,
    /^WFM: the only seat/,
  ]);
  await expectAccessible(wanted);
  // It is about now: a page that is read again within the minute says what is true then.
  await portal.sql`delete from grants where user_id = ${anna.id} and license_id <> ${email.id}`;
  await wanted.reload();
  await expect(wanted.getByRole("columnheader", { name: "Product" })).toBeVisible();
  await expect(told).toHaveCount(0);
});

test("speaks Ukrainian, and says so to an administrator who holds nothing", async ({ portal, open }) => {
  await portal.install(named("CALL_CENTER", 5));
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  const page = await open(admin, { locale: "uk-UA" });
  await page.goto("/me");
  await expect(page.getByRole("heading", { name: "Мої ліцензії" })).toBeVisible();
  const none = "Вам не надано жодної ліцензії. Адміністратору вона не потрібна.";
  await expect(page.getByText(none)).toBeVisible();
  await expect(page.getByText("Зараз вам не відкрито жодного розділу.")).toBeVisible();
});

test("a person changes their password by keyboard: this session goes on, the one elsewhere ends", async ({
  page,
  portal,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example");
  await portal.grant(anna, license);
  await portal.signIn(page, anna);
  await signIn(anna.address, anna.password, "api");
  await page.getByRole("link", { name: "Change password" }).press("Enter");
  const window = page.getByRole("dialog", { name: "Change password" });
  const [current, fresh] = [window.getByLabel("Current password"), window.getByLabel("New password")];
  await current.fill("not the password");
  await fresh.fill("staple battery");
  await fresh.press("Enter");
  await expect(window.getByRole("alert")).toHaveText("This is not your current password.");
  await current.fill(anna.password);
  await fresh.fill("staple battery");
  await fresh.press("Enter");
  await expect(window.getByRole("status")).toHaveText("Your password was changed; 1 other session ended.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await expect(page).toHaveURL(/\/me$/);
  await page.context().clearCookies();
  await portal.signIn(page, { ...anna, password: "staple battery" });
  await expect(page).toHaveURL(/\/me$/);
});
