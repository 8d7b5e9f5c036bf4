import { flag, pageParams, rowId, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["name", "domain", "state"];

/** What the URL of a list of channels says. `rename` and `remove`: the id of the channel that the window is about. */
export const channelsParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(10, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  add: flag(),
  rename: rowId(),
  remove: rowId(),
});
