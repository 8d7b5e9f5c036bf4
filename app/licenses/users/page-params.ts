import { domainName, flag, oneOf, pageParams, sort, text, uuid, uuids, whole } from "@/lib/search-params";
import { isUuid } from "@/lib/ids";

/** What the matrix's URL says. `columns`: ids of the licenses shown; absent means those chosen last, else all that were not withdrawn. */
export const matrixParams = pageParams({
  q: text(200),
  page: whole(1),
  size: whole(40, 1, 1_000),
  sort: sort((field) => field === "name" || (field.startsWith("license.") && isUuid(field.slice(8)))),
  domain: domainName(),
  state: oneOf(["enabled", "disabled"]),
  has: uuid(),
  without: uuid(),
  columns: uuids(),
  select: flag(),
  many: flag(),
  filter: flag(),
});
