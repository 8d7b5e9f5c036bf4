import { WARNING_KINDS } from "@/lib/licensing/warnings";
import { flag, oneOf, pageParams, rowId, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["id", "product", "not_before", "not_after", "used", "limit", "competitive"];

/** What the registry's URL says. */
export const registryParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(10, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  attention: oneOf(WARNING_KINDS),
  import: flag(),
  users: text(36),
  /** In the window of the license `users`: its search, its page, and the user whose sign-out is to be confirmed. */
  uq: text(200),
  upage: whole(1),
  end: rowId(),
});
