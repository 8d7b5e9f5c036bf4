import { connect, type Socket } from "node:net";
import { expect, test } from "@/tests/e2e/api";
import { named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

/** What the server answers to exactly these bytes, and to what `follow` sends behind them, until it ends the connection. */
function send({ url }: Portal, text: string, follow: (socket: Socket) => void = () => {}): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () =>
      socket.write(text, () => follow(socket)),
    );
    socket.setEncoding("utf8").on("data", (piece) => (answer += piece));
    socket.setTimeout(20_000, () => socket.destroy(new Error(`Still open after ${answer}`)));
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}

const bodyOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));

test("letters that were not percent-encoded are read as what they are", async ({ api, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  await portal.addUser("kovalenko@acme.example", { name: "Олена Коваленко" });
  const token = await api.tokenOf(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const head = `Host: x\r\nX-Webitel-Access: ${token}\r\n`;
  const found = { items: [{ name: "Олена Коваленко" }], total: 1 };

  const got = await send(portal, `GET /api/users?fields=name&q=коваленко HTTP/1.1\r\n${head}\r\n`);
  expect(bodyOf(got)).toMatchObject(found);

  const search = JSON.stringify({ q: "коваленко", fields: "name" });
  const posted = await send(
    portal,
    `POST /api/users/search?ї=1 HTTP/1.1\r\n${head}Content-Length: ${Buffer.byteLength(search)}\r\n\r\n${search}`,
  );
  expect(bodyOf(posted)).toMatchObject(found);

  const page = await send(portal, "GET /sign-in?next=/ліцензії HTTP/1.0\r\n\r\n");
  expect(page).toContain("HTTP/1.1 200 OK");
});

const REFUSED: [what: string, request: string, status: number, id: string][] = [
  [
    "a method that nothing takes",
    "TRACE /api/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    405,
    "bad_request",
  ],
  ["one that HTTP does not know", "FROB /api/users HTTP/1.1\r\nHost: x\r\n\r\n", 405, "bad_request"],
  ["a line that is none", "GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"],
  ["letters in a line that is none", "GET /ї b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "bad_request"],
  ["a tunnel", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "bad_request"],
  ["an expectation", "GET /api/users HTTP/1.1\r\nHost: x\r\nExpect: thanks\r\n\r\n", 417, "bad_request"],
  ["no host", "GET /api/users HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "bad_request"],
  ["two hosts", "GET /api/users HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n", 400, "bad_request"],
  [
    "a piece of a body with too much about it",
    `PUT /api/customer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;x=${"x".repeat(30_000)}\r\n`,
    413,
    "too_large",
  ],
  ["a head without end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(400_000)}\r\n\r\n`, 431, "too_large"],
];

for (const [what, request, status, id] of REFUSED) {
  test(`${what} is ${status}, in the form of every error`, async ({ portal }) => {
    const answer = await send(portal, request);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    if (status === 405) expect(answer).toMatch(/^allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r$/m);
    expect(bodyOf(answer)).toEqual({ id, code: status, status: expect.any(String), detail: expect.any(String) });
  });
}

for (const [what, second] of [
  ["letters that were not encoded", "GET /api/health?q=ко HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a line that is none", "GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n"],
] as const) {
  test(`${what} behind a request under way never answer in its place`, async ({ portal }) => {
    await portal.install(named("CALL_CENTER", 5));
    const tries = Array.from({ length: 20 }, () =>
      send(portal, "GET /api/health/ready HTTP/1.1\r\nHost: x\r\n\r\n", (socket) =>
        setImmediate(() => socket.write(second)),
      ),
    );
    for (const answers of await Promise.all(tries)) {
      expect(answers).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answers.slice(answers.indexOf("{"))).toMatch(/^{"status":"ready"}/);
    }
  });
}

test("the end of a body that looks like a request is none, also where the request behind it cannot be read", async ({
  portal,
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const body = "GET /api/health?q=ко HTTP/1.1\r\nHost: x\r\n\r\n";
  const head = `POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  // Refused before its body has come, which follows then.
  const answers = await send(portal, head, (socket) =>
    socket.once("data", () => socket.write(`${body}GET /api/health/ready?q=ко HTTP/1.1\r\nHost: x\r\n\r\n`)),
  );
  expect(answers).toMatch(/^HTTP\/1\.1 403 /);
  expect(answers).not.toContain('{"status":"ok"}');
});

test("slashes too many are no other address, and what is no encoding is nobody's id", async ({ api, portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const admin = await portal.addUser("admin@acme.example", { roles: ["sysadmin"] });
  const token = await api.tokenOf(admin);
  for (const path of ["//users", "/users/", `//users//${admin.id}/?fields=id`]) {
    expect(
      (await fetch(`${portal.url}/api${path}`, { redirect: "error", headers: { "x-webitel-access": token } })).status,
    ).toBe(200);
  }
  for (const path of ["/users/%zz", "/users/%ff", "/%zz", "/%ff", "", "/"]) {
    const { status, body } = await api.call("GET", path, { token });
    expect([path, status, body.id]).toEqual([path, 404, "not_found"]);
  }
});

test("what arrives at once on one connection is done in its order", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const anna = await portal.addUser("anna@acme.example");
  const token = await api.tokenOf(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const call = (method: string, more = "") =>
    `${method} /api/users/${anna.id}/license/${license.id} HTTP/1.1\r\nHost: x\r\nX-Webitel-Access: ${token}\r\n${more}\r\n`;
  for (let round = 0; round < 10; round++) {
    const acts = ["PUT", "DELETE", "PUT", "DELETE"].map((method) => call(method));
    const answers = await send(portal, acts.join("") + call("PUT", "Connection: close\r\n"));
    expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(5);
    const [{ held } = { held: 0 }] = await portal.sql`select count(*)::int as held from grants`;
    expect(held).toBe(1);
    await portal.sql`delete from grants`;
  }
});

test("a body that breaks off is the sender's fault, and none that is logged", async ({
  portal,
  installation: { server },
}) => {
  await portal.install(named("CALL_CENTER", 5));
  const before = server.output().length;
  const head = "PUT /api/customer HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n12345";
  for (let nth = 0; nth < 5; nth++) await send(portal, head, (socket) => setTimeout(() => socket.destroy(), 200));
  await send(portal, "GET /api/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  expect(server.output().slice(before)).not.toContain("unknown error");
});

test("whoever sends hundreds of requests without listening is cut off", async ({ portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const many = "GET /api/health/ready HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500);
  const answers = await send(portal, many).catch(String);
  expect(answers.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThan(110);
  expect((await fetch(`${portal.url}/api/health`)).status).toBe(200);
});

test("who sends everything before listening hears that it was too much", async ({ portal }) => {
  await portal.install(named("CALL_CENTER", 5));
  const host = new URL(portal.url).host;
  const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
  const answers = await send(
    portal,
    `POST /api/auth/signout HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${portal.url}\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(160)}0\r\n\r\n`,
    (socket) => socket.end(),
  );
  expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(["HTTP/1.1 413"]);
});

test("what stands behind the last answer of a connection is not done", async ({ api, portal }) => {
  const license = named("CALL_CENTER", 5);
  await portal.install(license);
  const user = await portal.addUser("bea@acme.example");
  const token = await api.tokenOf(await portal.addUser("admin@acme.example", { roles: ["sysadmin"] }));
  const assign = `PUT /api/users/${user.id}/license/${license.id} HTTP/1.0\r\nX-Webitel-Access: ${token}\r\nContent-Length: 0\r\n\r\n`;
  const answers = await send(portal, `GET /sign-in HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${assign}`);
  expect(answers.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await portal.sql`select user_id from grants`).toEqual([]);
  expect(await send(portal, assign)).toMatch(/^HTTP\/1\.1 20/);
});
