import { request } from "node:http";

type Sent = { method?: string; headers?: Record<string, string>; body?: string };
type Answer = { status: number; cookies: string[]; text: string; location: string };

/** One request to a server that believes to stand behind `origin`: the name of the host is sent as a proxy would. */
function send(serverUrl: string, path: string, origin: string, { method = "GET", headers = {}, body }: Sent) {
  const { hostname, port } = new URL(serverUrl);
  const all = { host: new URL(origin).host, "x-forwarded-proto": new URL(origin).protocol.slice(0, -1), ...headers };
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: all }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => (text += piece));
      const { statusCode = 0, headers: got } = answer;
      const [cookies, location] = [got["set-cookie"] ?? [], got.location ?? ""];
      answer.on("end", () => resolve({ status: statusCode, cookies, text, location }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Fills in the sign-in form and sends it as a browser without JavaScript does. */
export async function sendSignIn(
  serverUrl: string,
  who: { address: string; password: string },
  { cookie = "", origin = serverUrl }: { cookie?: string; origin?: string } = {},
): Promise<Answer> {
  const page = await send(serverUrl, "/sign-in", origin, {});
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)];
  const fields = hidden.map(([, name = "", value = ""]) => [
    name,
    value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  ]);
  const form = new FormData();
  for (const [name = "", value = ""] of fields) form.set(name, value);
  form.set("username", who.address);
  form.set("password", who.password);
  const packed = new Response(form);
  const headers = {
    origin,
    "content-type": packed.headers.get("content-type") ?? "",
    cookie,
    "sec-fetch-site": "same-origin",
  };
  return send(serverUrl, "/sign-in", origin, { method: "POST", headers, body: await packed.text() });
}
