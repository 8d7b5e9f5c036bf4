import { flag, pageParams, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["name", "users", "enabled"];

const digits = text(18);

/** What the URL of the directory's domains says. `remove`: the domain whose deletion is asked about. */
export const domainsParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(20, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  add: flag(),
  remove: { ...digits, read: (raw) => (/^\d{1,18}$/.test(digits.read(raw)) ? digits.read(raw) : "") },
});
