import { z } from "zod";
import { LICENSE, toLicenseJson } from "@/app/api/license-json";
import { listOf, toListJson } from "@/app/api/list-json";
import { type CallInput, operation } from "@/app/api/operation";
import { flag, LIST_QUERY, repeated, text, toListRequest } from "@/app/api/query";
import type { UserActor } from "@/lib/access/actor";
import type { CsvCell } from "@/lib/csv-line";
import { isLicenseField, listLicenses } from "@/lib/use-cases/licenses/list-licenses";

const QUERY = z.object({
  ...LIST_QUERY,
  id: repeated("Only these licenses; may repeat."),
  product: repeated("Only these products; may repeat."),
  valid: flag("Only licenses in force."),
  "user.id": text("Only licenses that this user holds."),
});

type Asked = CallInput<z.output<typeof QUERY>, unknown>;

function toQuestion(query: Asked["query"]) {
  return {
    ...toListRequest(query, isLicenseField),
    ids: query.id,
    products: query.product,
    isInForce: query.valid,
    ...(query["user.id"] !== "" && { holderId: query["user.id"] }),
  };
}

const CSV_COLUMNS = ["id", "product", "name", "competitive", "limit", "remain", "not_before", "not_after", "errors"];

type LicenseJson = ReturnType<typeof toLicenseJson>;

function toRow({
  id,
  product,
  name,
  competitive,
  limit,
  remain,
  not_before,
  not_after,
  status,
}: LicenseJson): CsvCell[] {
  return [id, product, name, String(competitive), limit, remain, not_before, not_after, status.errors.join(" ")];
}

/** All licenses of the list, page by page. */
async function exportLicenses(actor: UserActor, { query }: Asked) {
  const question = { ...toQuestion(query), size: 1_000 };
  const read = (page: number) => listLicenses(actor, { ...question, page });
  const first = await read(1);
  async function* batches(): AsyncGenerator<CsvCell[][]> {
    for (let page = 1, list = first; list.licenses.length > 0; list = await read(++page)) {
      yield list.licenses.map((license) => toRow(toLicenseJson(license, list.now)));
    }
  }
  return batches();
}

const listing = {
  method: "GET",
  group: "Licenses",
  description:
    "`remain` is limit minus used, negative when over limit. Sort fields: id, product, not_before, not_after, used, limit, competitive.",
  query: QUERY,
  answer: listOf(LICENSE),
  refusals: ["access_denied"],
  perform: async (actor: UserActor, { query }: Asked) => {
    const { now, total, licenses } = await listLicenses(actor, toQuestion(query));
    const items = licenses.map((license) => toLicenseJson(license, now));
    return toListJson(items, query, { count: total, more: false });
  },
  csv: { fileName: "licenses.csv", columns: CSV_COLUMNS, rows: exportLicenses },
} as const;

/** The licenses of the customer. */
export const listLicensesCall = operation({
  ...listing,
  id: "listLicenses",
  path: "/license",
  summary: "The licenses",
});

/** The same list under the name that its holders stand under. */
export const listProductsCall = operation({
  ...listing,
  id: "listProducts",
  path: "/products",
  summary: "The licenses, as products",
});
