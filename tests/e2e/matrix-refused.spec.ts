import { everythingStored, expect, test } from "@/tests/e2e/browsers";
import { box, holders, moveTo, openMatrix, reason } from "@/tests/e2e/matrix-page";
import { EXPIRED, type IssuedLicense, NOT_STARTED, named } from "@/tests/support/issuer";

const CASES: [why: string, license: IssuedLicense, seats: string, sentence: RegExp][] = [
  ["the license has expired", named("EMAIL", 5, EXPIRED), "expired", /^The license expired on \d\d\.\d\d\.\d{4}/],
  [
    "the license has not started",
    named("WFM", 5, NOT_STARTED),
    "not started",
    /^The license of WFM is not valid before/,
  ],
  ["CHAT is not personal", named("CHAT", 5), "not for users", /^CHAT is not assigned to users/],
];

for (const [why, license, seats, sentence] of CASES) {
  test(`a box cannot be ticked when ${why}, says so and is reached by keyboard`, async ({
    adminPage: page,
    portal,
  }) => {
    await portal.install(named("CALL_CENTER", 5), license);
    await portal.addUser("ann@acme.example", { name: "Ann Lee" });
    const before = await everythingStored(portal);
    await openMatrix(page);
    const refused = box(page, "Ann Lee", license);
    await expect(refused).toHaveAttribute("aria-disabled", "true");
    await expect(refused).toHaveAccessibleDescription(seats);
    await expect(refused).toHaveAttribute("title", sentence);
    await moveTo(page, refused);
    await page.keyboard.press("Space");
    await expect(reason(page, "Ann Lee", license)).toHaveText(sentence);
    await expect(refused).not.toBeChecked();
    await expect(refused).toBeFocused();
    expect(await everythingStored(portal)).toBe(before);
  });
}

test("without seats left nobody more can be ticked, and unticking one makes room", async ({
  adminPage: page,
  portal,
}) => {
  const license = named("CALL_CENTER", 1);
  await portal.install(license);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), license);
  await portal.addUser("bob@acme.example", { name: "Bob Ray" });
  await openMatrix(page);
  const bob = box(page, "Bob Ray", license);
  await expect(bob).toHaveAccessibleDescription("0 seats left");
  await moveTo(page, bob);
  await page.keyboard.press("Space");
  await expect(reason(page, "Bob Ray", license)).toHaveText(
    "product exhausted: the only seat of CALL_CENTER is in use.",
  );
  await expect(bob).not.toBeChecked();

  await box(page, "Ann Lee", license).click();
  await expect(bob).not.toHaveAttribute("aria-disabled");
  await expect(reason(page, "Bob Ray", license)).toHaveCount(0);
  await bob.click();
  await expect.poll(() => holders(portal, license)).toEqual(["Bob Ray"]);
  await expect(reason(page, "Bob Ray", license)).toHaveCount(0);
});

test("a license over its limit keeps its holders and takes nobody more", async ({ adminPage: page, portal }) => {
  const license = named("CALL_CENTER", 2);
  await portal.install(license);
  for (const name of ["Ann Lee", "Bob Ray"]) {
    await portal.grant(await portal.addUser(`${name[0]}@acme.example`, { name }), license);
  }
  await portal.install({ ...license, limit: 1 });
  await openMatrix(page);
  const mine = box(page, "Ada Admin", license);
  await expect(mine).toHaveAccessibleDescription("over limit by 1");
  await box(page, "Ann Lee", license).click();
  await expect(mine).toHaveAccessibleDescription("0 seats left");
  await mine.click({ force: true });
  await expect(reason(page, "Ada Admin", license)).toBeVisible();
  expect(await holders(portal, license)).toEqual(["Bob Ray"]);
});

test("grants of a license that has expired are shown and can be taken back", async ({ adminPage: page, portal }) => {
  const license = named("EMAIL", 5);
  await portal.install(named("CALL_CENTER", 5), license);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), license);
  await portal.install(named("CALL_CENTER", 5), { ...license, ...EXPIRED });
  const expired = { ...license, ...EXPIRED };
  await openMatrix(page);
  await expect(box(page, "Ann Lee", expired)).toBeChecked();
  await box(page, "Ann Lee", expired).click();
  await expect.poll(() => holders(portal, license)).toEqual([]);
});

test("who may only look is told so at every box, and changes nothing", async ({ page, portal, enter }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.grant(await portal.addUser("ann@acme.example", { name: "Ann Lee" }), license);
  await enter(await portal.addUser("reader@acme.example", { name: "Rea Der", roles: ["reader"] }));
  const before = await everythingStored(portal);
  const sentence = "You may look but not change: your roles lack the permission Update (write).";
  await openMatrix(page);
  for (const name of ["Ann Lee", "Rea Der"]) {
    await expect(box(page, name, license)).toHaveAttribute("aria-disabled", "true");
    await expect(box(page, name, license)).toHaveAccessibleDescription(sentence);
  }
  await moveTo(page, box(page, "Ann Lee", license));
  await page.keyboard.press("Space");
  await expect(reason(page, "Ann Lee", license)).toHaveText(sentence);
  await expect(box(page, "Ann Lee", license)).toBeChecked();
  expect(await everythingStored(portal)).toBe(before);
});

test("users of another domain are not there for who lacks the right to all domains", async ({
  page,
  portal,
  enter,
}) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  await portal.addUser("bob@globex.example", { name: "Bob Ray" });
  await enter(await portal.addUser("writer@acme.example", { name: "Wri Ter", roles: ["writer"] }));
  await openMatrix(page);
  await expect(page.getByRole("rowheader")).toHaveText(["Wri Terwriter@acme.example"]);
  await expect(page.getByText("1–1 of 1")).toBeVisible();
  await page.goto("/licenses/users?q=bob");
  await expect(page.getByText("No user matches the search and the filters.")).toBeVisible();
  expect(await page.content()).not.toContain("globex");
});
