import { PlainError } from "./plain-error.mjs";

/** What a network, the driver or PostgreSQL ("Error Codes") says, and whom it is about. */
const REASONS = [
  [/^ECONNREFUSED$/, "away"],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "unknown"],
  [/^(CONNECT_TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, "silent"],
  [/^(ECONNRESET|EPIPE|CONNECTION_\w+|57P01|57P02|08\d{3})$/, "ended"],
  [/^57P03$/, "busy"],
  [/^(28P01|SASL_\w+)$/, "password"],
  [/^28000$/, "barred"],
  [/^3D000$/, "missing"],
  [/^42501$/, "forbidden"],
  [/^53300$/, "full"],
  [/^25006$/, "readOnly"],
  [/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT\w*)$/, "certificate"],
];

/** The server has said that it speaks no TLS, and the driver begins all the same. */
const NO_TLS = /before secure TLS connection/;

const SENTENCES = {
  away: ({ host }) => `No database answers at ${host}. Start it, or correct DATABASE_URL.`,
  unknown: ({ host }) => `The database host ${host} is not known. Correct DATABASE_URL.`,
  silent: ({ host }) => `The database at ${host} does not answer. Check the network, or correct DATABASE_URL.`,
  ended: ({ host, raw }) =>
    `The database at ${host} ended the connection (${raw}). See whether it runs, and try again.`,
  busy: ({ host, raw }) => `The database at ${host} is starting or stopping (${raw}). Try again in a moment.`,
  password: ({ host }) => `The database at ${host} refuses the user or the password. Correct DATABASE_URL.`,
  barred: ({ host, raw }) =>
    `The database at ${host} does not let this user in (${raw}). Correct DATABASE_URL or its pg_hba.conf.`,
  missing: ({ host, name }) => `There is no database "${name}" at ${host}. Create it, or correct DATABASE_URL.`,
  forbidden: ({ raw }) =>
    `The user of DATABASE_URL may not do this (${raw}). Name the user who owns the database and its tables, or make this one their owner.`,
  full: ({ host, raw }) =>
    `The database at ${host} lets no more connections in (${raw}). End some, lower DATABASE_POOL_SIZE, or raise max_connections ` +
    "there, or the limit of the user or the database.",
  readOnly: ({ host, raw }) =>
    `The database at ${host} takes no writes (${raw}). Name the server that does, not a standby, or switch ` +
    "default_transaction_read_only off there.",
  certificate: ({ host, raw }) =>
    `The certificate of the database at ${host} is not trusted (${raw}). Set NODE_EXTRA_CA_CERTS to the file of who issued it, ` +
    "or correct the host or the sslmode of DATABASE_URL.",
  noTls: ({ host }) =>
    `The database at ${host} speaks no TLS, and the sslmode of DATABASE_URL asks for it. Switch it on there (ssl = on), or leave sslmode out.`,
};

/**
 * What an operator can do about an error that a database, or the way to it, has caused.
 *
 * @param {unknown} error of the driver, or one that was caused by it
 * @param {string} databaseUrl
 * @returns {string | null} sentences without the password, or null for an error of another kind
 */
export function databaseSentence(error, databaseUrl) {
  for (let each = error; each instanceof Error; each = each.cause) {
    const [, about] = REASONS.find(([code]) => code.test(each.code ?? "")) ?? [];
    const reason = NO_TLS.test(each.message) ? "noTls" : about;
    if (reason === undefined || each.cause?.code !== undefined) continue;
    const { host, pathname } = new URL(databaseUrl);
    return SENTENCES[reason]({ host, name: decodeURIComponent(pathname.slice(1)), raw: each.message || each.code });
  }
  return null;
}

/**
 * Does the work and puts what a database has to do with its failing into words.
 *
 * @template T
 * @param {string} databaseUrl
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {PlainError} for such an error; any other as it is
 */
export async function inDatabaseWords(databaseUrl, work) {
  try {
    return await work();
  } catch (error) {
    const sentence = error instanceof PlainError ? null : databaseSentence(error, databaseUrl);
    throw sentence === null ? error : new PlainError(sentence, { cause: error });
  }
}
