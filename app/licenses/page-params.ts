import { flag, pageParams, sort, text, whole } from "@/lib/search-params";

const SORT_FIELDS = ["id", "product", "not_before", "not_after", "used", "limit", "competitive"];

/** What the registry's URL says. */
export const registryParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(10, 1, 1_000),
  sort: sort((field) => SORT_FIELDS.includes(field)),
  import: flag(),
  users: text(36),
});
