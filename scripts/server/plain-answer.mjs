import { STATUS_CODES } from "node:http";
import { plainPage, plainSentence } from "./plain-page.mjs";
import { plainPolicy } from "./policy.mjs";
import { isCall } from "./refusals.mjs";

/** The reasons by which programs know a refusal of the server itself; the last two are outside of the closed list. */
const IDS = {
  400: "bad_request",
  403: "access_denied",
  404: "not_found",
  405: "bad_request",
  413: "too_large",
  500: "unknown",
  503: "unavailable",
};

/** A database that is back, or a crowd that has gone, is noticed within seconds. */
const RETRY_SECONDS = "2";

/** The body for whoever asks: a page for people, an error as of every call for programs. */
function bodyOf(refusal, { url, headers }, scope) {
  if (!isCall(url)) return ["text/html; charset=utf-8", plainPage(refusal, headers, scope)];
  const { status } = refusal;
  const detail = plainSentence(refusal, scope);
  return ["application/json", JSON.stringify({ id: IDS[status], code: status, status: STATUS_CODES[status], detail })];
}

/**
 * Answers by itself, whatever the framework and the database are doing.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response carries the policy already
 * @param {import("./request-scope.mjs").RequestScope} scope
 * @param {import("./refusals.mjs").Refusal} refusal
 */
export function answerPlainly(request, response, scope, refusal) {
  const { status, headers = {} } = refusal;
  const [type, body] = bodyOf(refusal, request, scope);
  const told = {
    "content-type": type,
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
    ...headers,
  };
  if (type.startsWith("text/html")) told["content-security-policy"] = plainPolicy(scope.nonce);
  if (status === 503) told["retry-after"] = RETRY_SECONDS;
  response.writeHead(status, told).end(body);
  // What is still on its way is read away, so that its sender hears the answer instead of a broken connection.
  request.resume();
}
