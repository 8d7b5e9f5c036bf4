import { domainName, flag, oneOf, pageParams, rowId, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["name", "address", "domain", "state"];

/** What the URL of the directory's users says. `edit`: whose window is open; `ask`: what it asks before it acts. */
export const usersParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(20, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  domain: domainName(),
  state: oneOf(["enabled", "disabled"]),
  filter: flag(),
  add: flag(),
  import: flag(),
  edit: rowId(),
  ask: oneOf(["disable", "enable", "delete"]),
});

/** Members that open windows: closed by a search, a filter or another page. */
export const WINDOWS = ["filter", "add", "import", "edit", "ask"] as const;
