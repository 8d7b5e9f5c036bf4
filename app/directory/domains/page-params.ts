import { flag, oneOf, pageParams, rowId, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["name", "users", "enabled", "state"];

/**
 * What the URL of the directory's domains says. `edit`: the domain whose window is open; `ask`: what it asks before it acts;
 * `remove`: the domain whose deletion is asked about.
 */
export const domainsParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(20, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  add: flag(),
  edit: rowId(),
  ask: oneOf(["disable", "enable"]),
  remove: rowId(),
});

/** Members that open windows: closed by a search, another page or another window. */
export const WINDOWS = ["add", "edit", "ask", "remove"] as const;
