import { request as plainRequest } from "node:http";
import { connect } from "node:net";
import { PAGES } from "@/tests/e2e/doors";
import { expect, SESSION_COOKIE, test } from "@/tests/e2e/browsers";
import { actionsInBuild, giveSession } from "@/tests/support/action-calls";
import { named } from "@/tests/support/issuer";
import type { Portal } from "@/tests/support/portal";

type Sent = { method?: string; path: string; headers?: Record<string, string | string[]>; body?: Buffer | string };
type Answer = { status: number; text: string; headers: NodeJS.Dict<string | string[]> };

/** Sends exactly this; status 0 when the connection breaks without an answer. Follows a redirect to the same page once. */
function send(base: string, { method = "GET", path, headers = {}, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const sent = plainRequest({ hostname, port, method, path, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      answer.on("end", () => {
        const { location } = answer.headers;
        if (answer.statusCode === 307 && headers.rsc && location?.startsWith(path.split("?")[0] ?? "")) {
          resolve(send(base, { method, path: location, headers: { ...headers, rsc: headers.rsc } }));
        } else resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers });
      });
      answer.on("error", () => resolve({ status: 0, text: "", headers: {} }));
    });
    sent.on("error", () => resolve({ status: 0, text: "", headers: {} }));
    sent.end(body);
  });
}

async function adminCookie(portal: Portal, admin: { id: string }): Promise<string> {
  await portal.install(named("CALL_CENTER", 5));
  return `${SESSION_COOKIE}=${await giveSession(portal, admin)}`;
}

test("methods that no page has are refused with those that it has", async ({ admin, portal }) => {
  const cookie = await adminCookie(portal, admin);
  for (const path of [...PAGES, "/nothing", "/_next/static/nonsense.js"]) {
    for (const method of ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "LOCK", "SEARCH", "PURGE"]) {
      const { status, headers } = await send(portal.url, { method, path, headers: { cookie, origin: portal.url } });
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 405`);
      expect(headers.allow).toBe("GET, HEAD, POST");
    }
  }
  for (const method of ["TRACE", "PROPFIND", "LOCK"]) {
    const { status, text } = await send(portal.url, { method, path: "/api/users" });
    expect([status, JSON.parse(text).id]).toEqual([405, "bad_request"]);
  }
});

const FOUR_MB = 4 * 1024 * 1024;

test("a form or an action that is too large is 413, whether it says so or not", async ({ admin, portal }) => {
  const cookie = await adminCookie(portal, admin);
  const { id = "" } = actionsInBuild().get("licenses/import-action.ts importAction") ?? {};
  const multipart = "multipart/form-data; boundary=b";
  const part = `--b\r\ncontent-disposition: form-data; name="1_key"\r\n\r\n`;
  const tooLong = Buffer.concat([Buffer.from(part), Buffer.alloc(FOUR_MB + 1, "x"), Buffer.from("\r\n--b--\r\n")]);
  const own = { cookie, origin: portal.url };
  const ways: Record<string, Sent> = {
    "a form": { path: "/renew", headers: { ...own, "content-type": multipart } },
    "an action": { path: "/licenses", headers: { ...own, "content-type": multipart, "next-action": id } },
    "an action's text": {
      path: "/licenses",
      headers: { ...own, "content-type": "text/plain;charset=UTF-8", "next-action": id },
    },
    "next-auth's form": {
      path: "/api/auth/signout",
      headers: { ...own, "content-type": "application/x-www-form-urlencoded" },
    },
  };
  for (const [name, way] of Object.entries(ways)) {
    const told = { "content-length": String(tooLong.length) };
    expect(
      `${name} ${(await send(portal.url, { ...way, method: "POST", headers: { ...way.headers, ...told }, body: tooLong })).status}`,
    ).toBe(`${name} 413`);
    const untold = { "transfer-encoding": "chunked" };
    const answer = await send(portal.url, {
      ...way,
      method: "POST",
      headers: { ...way.headers, ...untold },
      body: tooLong,
    });
    expect(`${name}, chunked, ${answer.status}`).toBe(`${name}, chunked, 413`);
  }
});

const BROKEN_FORMS: Record<string, string> = {
  "no part at all": "",
  "no end": '--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1',
  "a part without a name": "--b\r\ncontent-disposition: form-data\r\n\r\n1\r\n--b--\r\n",
  "a part without headers": "--b\r\n\r\n1\r\n--b--\r\n",
  "another boundary": '--c\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--c--\r\n',
  "broken headers": "--b\r\n\u0000\u0001:\r\n\r\n1\r\n--b--\r\n",
  "text before": 'nonsense\r\n--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
  "a thousand parts": `${'--b\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n'.repeat(1_000)}--b--\r\n`,
  "an action that is none": '--b\r\ncontent-disposition: form-data; name="$ACTION_ID_00"\r\n\r\n\r\n--b--\r\n',
  "arguments that are none":
    '--b\r\ncontent-disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--b\r\ncontent-disposition: form-data; name="$ACTION_1:0"\r\n\r\n{"id":"x","bound":"$@9"}\r\n--b--\r\n',
};

test("forms that cannot be read are refused, and are no failure of ours", async ({
  admin,
  portal,
  installation: { server },
}) => {
  const cookie = await adminCookie(portal, admin);
  const said = server.output().length;
  const wrong: string[] = [];
  const { id = "" } = actionsInBuild().get("channels/actions.ts addAction") ?? {};
  for (const path of ["/sign-in", "/licenses", "/renew", "/channels/chat-gateways"]) {
    for (const [name, body] of Object.entries(BROKEN_FORMS)) {
      for (const type of [
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/mixed; boundary=b",
        "application/x-www-form-urlencoded",
        "application/json",
        "x",
      ]) {
        for (const action of [undefined, id, "00", "x".repeat(5_000)]) {
          const headers = {
            cookie,
            origin: portal.url,
            "content-type": type,
            ...(action !== undefined && { "next-action": action }),
          };
          const { status } = await send(portal.url, { method: "POST", path, headers, body });
          if (status >= 500 || status === 0) wrong.push(`${path}, ${name}, ${type}, ${action?.slice(0, 9)}: ${status}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(server.output().slice(said)).not.toContain("unknown error");
});

const HEADERS: [string, string][] = [
  ["next-router-state-tree", "garbage"],
  ["next-router-state-tree", "%E0%A4%A"],
  ["next-router-state-tree", "%5B%5D"],
  ["next-router-state-tree", "%5B%22%22%2C%7B%7D%5D"],
  ["next-router-state-tree", "x".repeat(50_000)],
  ["next-router-prefetch", "7"],
  ["next-router-segment-prefetch", "/__proto__"],
  ["next-url", "//\\"],
  ["next-url", "/licenses/%E0%A4%A"],
  ["accept-language", ";;q=9,*;q=x"],
  ["accept-language", "\u{ff}".repeat(99)],
  ["cookie", "authjs.callback-url=x:y"],
  ["cookie", "a=%E0%A4%A; locale=%%%; theme=<x>; =; ;;"],
  ["cookie", `${SESSION_COOKIE}=%00`],
  ["cookie", `${SESSION_COOKIE}=${"x".repeat(9_000)}`],
  ["cookie", "\u{e9}=\u{e9}"],
  ["authorization", "Bearer \u{e9}"],
  ["x-webitel-access", "\u{e9}"],
  ["if-none-match", '"'],
  ["if-match", '"'],
  ["range", "bytes=9-1"],
  ["host", "a b"],
  ["host", ""],
  ["host", "[::1"],
  ["host", "\u{e9}"],
  ["x-forwarded-host", "a b"],
  ["x-forwarded-proto", "gopher,x"],
  ["x-forwarded-port", "99999"],
  ["x-forwarded-for", "%%, ,"],
  ["forwarded", "for="],
  ["accept-encoding", ";q="],
  ["content-type", "\u{e9}/"],
  ["content-encoding", "gzip"],
  ["expect", "nonsense"],
  ["upgrade", "nonsense"],
  ["x-middleware-subrequest", "middleware:middleware:middleware"],
  ["x-middleware-rewrite", "/me"],
  ["x-matched-path", "/me"],
  ["x-invoke-path", "/me"],
  ["x-now-route-matches", "1=me"],
  ["x-nextjs-data", "1"],
  ["x-action-forwarded", "1"],
  ["x-prerender-revalidate", "x"],
  ["next-action", "x"],
  ["x-seatwise-address", "\u{e9}"],
  ["x-seatwise-length", "99999"],
];

test("no header makes a page or a call fail", async ({ admin, portal, installation: { server } }) => {
  const cookie = await adminCookie(portal, admin);
  const said = server.output().length;
  const wrong: string[] = [];
  for (const [name, value] of HEADERS) {
    for (const path of ["/sign-in", "/licenses", "/nothing", "/api/users", "/api/health", "/api/auth/session"]) {
      for (const more of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const headers: Record<string, string> = { cookie, ...more, [name]: value };
        if (name === "upgrade") headers.connection = "upgrade";
        const { status } = await send(portal.url, { path, headers });
        const isRefused = name === "host" || name === "expect" || name === "upgrade";
        if (status >= 500 || (status === 0 && !isRefused))
          wrong.push(`${name}: ${value.slice(0, 40)}, ${path} ${JSON.stringify(more)}: ${status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(server.output().slice(said)).not.toContain("unknown error");
});

const RAW = [
  "GET / HTTP/1.1\r\n\r\n",
  "GET * HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET http://evil.example/ HTTP/1.1\r\nhost: evil.example\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n",
  "CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n",
  "GET /\u0000 HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET / HTTP/9.9\r\nhost: x\r\n\r\n",
  "nonsense\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\na\u0000: b\r\n\r\n",
  "GET / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: nonsense\r\n\r\n",
  "POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
  "POST /sign-in HTTP/1.1\r\nhost: x\r\norigin: http://x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
  `GET /${"x".repeat(400_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
];

test("what is no request is refused, and the next one is answered", async ({ portal }) => {
  const port = Number(new URL(portal.url).port);
  for (const raw of RAW) {
    const text = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end(raw));
      let said = "";
      socket.setEncoding("latin1").on("data", (piece: string) => (said += piece));
      socket.on("error", () => {});
      socket.on("close", () => resolve(said));
      socket.setTimeout(20_000, () => socket.destroy());
    });
    expect(text === "" ? "closed" : text.slice(9, 12), raw.slice(0, 60)).toMatch(/^(closed|[34]\d\d|200)$/);
    expect(text).not.toMatch(/^HTTP\/1\.1 5/);
    expect((await fetch(`${portal.url}/api/health`)).status).toBe(200);
  }
});
