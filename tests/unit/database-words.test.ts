import { expect, it } from "vitest";
import { databaseSentence } from "@/scripts/database-words.mjs";
import { UnavailableError } from "@/lib/errors";

const URL_OF_ONE = "postgres://seatwise:secret@db.example:5432/seat%20wise";

const fault = (code: string, message = "raw text") => Object.assign(new Error(message), { code });

it.each([
  ["ECONNREFUSED", "No database answers at db.example:5432. Start it"],
  ["3D000", 'There is no database "seat wise" at db.example:5432. Create it'],
  ["28P01", "refuses the user or the password. Correct DATABASE_URL."],
  ["42501", "may not do this (raw text). Name the user who owns the database"],
  ["53300", "lets no more connections in (raw text). End some"],
  ["25006", "takes no writes (raw text). Name the server that does"],
  ["57P03", "is starting or stopping (raw text). Try again"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "is not trusted (raw text). Set NODE_EXTRA_CA_CERTS"],
])("%s is told in whole sentences, wherever it comes from", (code, words) => {
  const sentence = databaseSentence(fault(code), URL_OF_ONE);
  expect(sentence).toContain(words);
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(sentence).not.toContain("secret");
  expect(databaseSentence(new UnavailableError("away", fault(code)), URL_OF_ONE)).toBe(sentence);
  expect(databaseSentence(new Error("Failed query", { cause: fault(code) }), URL_OF_ONE)).toBe(sentence);
});

it("a server without TLS is told from one that ended the connection", () => {
  const cut = fault("ECONNRESET", "Client network socket disconnected before secure TLS connection was established");
  expect(databaseSentence(cut, URL_OF_ONE)).toContain("speaks no TLS");
  expect(databaseSentence(fault("ECONNRESET"), URL_OF_ONE)).toContain("ended the connection");
});

it("an error of another kind is nobody's to explain", () => {
  expect(databaseSentence(fault("42601"), URL_OF_ONE)).toBeNull();
  expect(databaseSentence("odd", URL_OF_ONE)).toBeNull();
});
