import { createHash } from "node:crypto";

/**
 * @typedef {object} Page
 * @property {string} name
 * @property {string} path
 * @property {string} [list] member of the data's row that its table shows, for the pages that a bare server answers too
 * @property {string[]} [columns] ids of the licenses that its table has boxes for
 */

/** Rows of a page of users. */
export const PAGE_SIZE = 40;

/** A deep page lies so far in: page 20,000 of 25,000 at L. */
const DEEP = 0.8;

/** The licenses are known by number. */
const licenseId = (nth) =>
  createHash("md5")
    .update(`license${nth}`)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

/** The twelve columns of the matrix: an expired, a full, a concurrent one and CHAT are among them, whatever the size. */
const COLUMNS = Array.from({ length: 12 }, (_, index) => licenseId(index + 1));

/** The pages of the demo installation that are visited to see what memory they need. */
export const DEMO_PATHS = ["/licenses", "/licenses/users?size=40"];

/** The address at which people search users as they type. */
export const searchPath = (term) => `/licenses/users?${new URLSearchParams({ q: term, columns: COLUMNS.join(",") })}`;

/** The window of the users of a popular license, searched. */
export const holdersPath = (term) => `/licenses?${new URLSearchParams({ users: licenseId(1), uq: term })}`;

/**
 * The pages that are measured.
 *
 * @param {import("./dataset.mjs").Size} size
 * @returns {Page[]}
 */
export function pagesOf({ users }) {
  const last = Math.ceil(users / PAGE_SIZE);
  const matrix = `/licenses/users?columns=${encodeURIComponent(COLUMNS.join(","))}`;
  return [
    { name: "registry", path: "/licenses", list: "rows" },
    { name: "matrix", path: matrix, list: "users", columns: COLUMNS },
    { name: "matrix, deep page", path: `${matrix}&page=${Math.round(last * DEEP)}` },
    { name: "matrix, last page", path: `${matrix}&page=${last}` },
    { name: "matrix, search", path: searchPath("ко") },
    { name: "holders window", path: `/licenses?users=${licenseId(1)}` },
    { name: "holders window, search", path: holdersPath("ко") },
    { name: "directory", path: "/directory/users" },
    { name: "audit list", path: "/audit" },
  ];
}
