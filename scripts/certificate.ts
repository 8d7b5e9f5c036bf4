/**
 * `npm run certificate -- …`: the vendor's side of the license key (specification §9). Needs no database.
 * Answers go to standard output, everything else to standard error. Exit code 0 done, 1 refused, 2 wrong usage.
 */
import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { importJWK, type JWK } from "jose";
import { generateIssuerKey, loadIssuerKeys, signCertificate, verifyCertificate } from "@/lib/access/issuer-keys";
import { AppError, type Refusal } from "@/lib/errors";
import { type Certificate, normalizeKey, parsePayload, splitCompactJws } from "@/lib/licensing/certificate";
import {
  composePayload,
  type IssueOptions,
  readPayload,
  renewed,
  required,
  UsageError,
} from "@/scripts/certificate-payload";
import { endWithReader } from "@/scripts/closed-output.mjs";
import { makeFolder } from "@/scripts/make-folder.mjs";
import { inFileWords, readTypedFile } from "@/scripts/typed-file";
import { typedPath } from "@/scripts/typed-path";

const USAGE = `Usage: npm run --silent certificate -- COMMAND

  keygen --out DIR
      writes a new issuer: issuer.private.jwk.json (keep it secret) and issuers.jwks.json (give it to the portal)
  issue --key FILE --payload FILE.json [--renew [--till DATE]]
      prints a license key; "-" reads the payload from standard input;
      --renew gives it a new jti and the present time as iat, so that an installation takes it as a newer one,
      and --till all its licenses another end
  issue --key FILE --customer UUID --organization NAME --issuer NAME
        --license PRODUCT:LIMIT[:competitive] [--license …] [--from DATE] --till DATE
      prints a license key with new ids, for a new installation: one that has licenses would withdraw them;
      dates as 2027-01-01 (midnight UTC) or 2027-01-01T09:00Z, from now on if --from is left out;
      --till is the first moment that is no longer in force
  inspect
      shows the license key from standard input without verifying it
  verify --issuers FILE
      checks the license key from standard input
`;

/** One sentence for each reason that a license key can be refused with. */
const SENTENCES: Partial<Record<Refusal["code"], string>> = {
  certificate_malformed: "This is not a license key.",
  certificate_untrusted: "The license key was not issued by a trusted issuer, or it was changed.",
  certificate_invalid: "The contents of the license key are not valid.",
  too_large: "The license key is larger than 256 KiB.",
};

/** Names come from a text that nobody has verified: what could steer a terminal is shown as an escape. */
function printable(value: string): string {
  return value.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line.split("\n").map(printable).join("\n")}\n`);
}

function describe(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error);
  const { why, faults } = error.params;
  const details = [why ?? [], faults ?? []].flat().map((detail) => `\n  ${detail}`);
  return `${error.code}: ${SENTENCES[error.code] ?? ""}${details.join("")}`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** `wx` fails on a file that appeared meanwhile: a private key that signed certificates is never lost. */
function writeNew(path: string, content: object, mode: number): Promise<void> {
  const json = `${JSON.stringify(content, null, 2)}\n`;
  return inFileWords(path, "write", () => writeFile(path, json, { flag: "wx", mode }));
}

async function keygen(out: string): Promise<void> {
  const privatePath = join(out, "issuer.private.jwk.json");
  const publicPath = join(out, "issuers.jwks.json");
  for (const path of [privatePath, publicPath]) {
    if (await exists(path)) throw new Error(`${path} exists and is not overwritten.`);
  }
  const { privateJwk, issuers } = await generateIssuerKey();
  await inFileWords(out, "write", () => makeFolder(out));
  await writeNew(privatePath, privateJwk, 0o600);
  await writeNew(publicPath, issuers, 0o644);
  print(`${privatePath} (private, keep it with the vendor)\n${publicPath} (public, LICENSE_ISSUERS of the portal)`);
}

/** Says nothing of what stands in the file: an error of the JSON reader would quote from it. */
async function readPrivateKey(path: string): Promise<JWK> {
  const json = await readTypedFile(path);
  try {
    const jwk: JWK = JSON.parse(json);
    await importJWK({ ...jwk }, "EdDSA");
    return jwk;
  } catch {
    throw new Error(`${path} is not a private Ed25519 key.`);
  }
}

async function issue(options: IssueOptions): Promise<void> {
  const { key, payload, renew, till, ...described } = options;
  if (payload !== undefined && till !== undefined && !renew) {
    throw new UsageError("--till changes what is issued: with --payload it needs --renew.");
  }
  if (payload !== undefined && Object.keys(described).length > 0) {
    throw new UsageError("--payload already says what to issue: leave the other options out.");
  }
  if (renew && payload === undefined) {
    throw new UsageError("--renew belongs to --payload: what the other options describe is new anyway.");
  }
  const privateJwk = await readPrivateKey(typedPath(required(key, "key")));
  const now = Math.floor(Date.now() / 1000);
  print(await signCertificate(await payloadOf(options, now), privateJwk));
}

async function payloadOf({ payload, renew, ...options }: IssueOptions, now: number): Promise<object> {
  if (payload === undefined) return composePayload(options, now);
  const stated = await readPayload(payload);
  return renew ? renewed(stated, now, options.till) : stated;
}

function tableOf({ licenses }: Certificate): string {
  const heading = ["PRODUCT", "LIMIT", "KIND", "VALID FROM", "VALID TILL", "ID", "NAME"];
  const rows = licenses.map(({ id, product, limit, competitive, notBefore, notAfter, name }) => {
    const kind = competitive ? "concurrent" : "named";
    return [product, String(limit), kind, notBefore.toISOString(), notAfter.toISOString(), id, printable(name ?? "")];
  });
  const lines = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Indented JSON if the text is JSON, else the text itself. */
function readable(part: string): { json: string; shown: string } {
  const json = Buffer.from(part, "base64url").toString("utf8");
  try {
    return { json, shown: JSON.stringify(JSON.parse(json), null, 2).split("\n").map(printable).join("\n") };
  } catch {
    return { json, shown: printable(json) };
  }
}

async function inspect(): Promise<void> {
  const parts = splitCompactJws(normalizeKey(await text(process.stdin)));
  if ("code" in parts) throw AppError.from(parts);
  complain("Not verified: anybody can have written this. `verify` checks the signature.");
  const payload = readable(parts.payload);
  print(`Header\n${readable(parts.header).shown}\n\nPayload\n${payload.shown}`);
  const certificate = parsePayload(payload.json);
  if ("code" in certificate) complain(describe(AppError.from(certificate)));
  else print(`\nLicenses\n${tableOf(certificate)}`);
}

async function verify(issuersPath: string): Promise<void> {
  await readTypedFile(issuersPath);
  const issuers = await loadIssuerKeys(issuersPath);
  const { id, organization, issuer, licenses, kid } = await verifyCertificate(await text(process.stdin), issuers);
  print(`Verified: certificate ${id} of ${issuer} for ${organization}, licenses: ${licenses.length}, key ${kid}.`);
}

async function run(args: string[]): Promise<void> {
  const [command, ...rest] = args;
  const string = { type: "string" } as const;
  if (command === "help" || args.includes("--help") || args.includes("-h")) return print(USAGE.trimEnd());
  if (command === "keygen") {
    const { values } = parseArgs({ args: rest, options: { out: string } });
    return keygen(typedPath(required(values.out, "out")));
  }
  if (command === "issue") {
    const license = { type: "string", multiple: true } as const;
    const described = { customer: string, organization: string, issuer: string, license, from: string, till: string };
    return issue(
      parseArgs({ args: rest, options: { key: string, payload: string, renew: { type: "boolean" }, ...described } })
        .values,
    );
  }
  if (command === "inspect") {
    parseArgs({ args: rest });
    return inspect();
  }
  if (command === "verify") {
    const { values } = parseArgs({ args: rest, options: { issuers: string } });
    return verify(typedPath(required(values.issuers, "issuers")));
  }
  throw new UsageError(command ? `There is no command ${command}.` : "Name a command.");
}

function isUsageError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
}

endWithReader();
run(process.argv.slice(2)).catch((error: unknown) => {
  complain(isUsageError(error) ? `${USAGE}\n${describe(error)}` : describe(error));
  process.exitCode = isUsageError(error) ? 2 : 1;
});
