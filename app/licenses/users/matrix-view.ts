import { getTranslations } from "@/lib/translations";
import { reasonText } from "@/app/reason-text";
import type { ColumnChoice } from "@/components/matrix/column-window";
import type { Filter } from "@/components/ui/filter-window";
import type { MatrixColumn, MatrixRow } from "@/components/matrix/matrix-model";
import { formatDate } from "@/lib/dates";
import { env } from "@/lib/env";
import { isPersonal } from "@/lib/licensing/product";
import { refuseGrant, remaining } from "@/lib/licensing/seats";
import { termState } from "@/lib/licensing/term";
import type { GrantMatrix } from "@/lib/use-cases/grants/list-grants";

type License = GrantMatrix["licenses"][number];
type Translate = Awaited<ReturnType<typeof getTranslations<"matrix">>>;

function columnLabel(license: License, t: Translate): string {
  return t("heading", { product: license.product, date: formatDate(license.notAfter, env().TIME_ZONE) });
}

/** What stands under a heading: the state that stands in the way, else the seats that are left. */
function seatsText(license: License, now: Date, t: Translate): string {
  const state = termState(license, now);
  if (state === "withdrawn") return t("withdrawn");
  if (state === "expired") return t("expired");
  if (state === "not_started") return t("notStarted");
  if (!isPersonal(license.product)) return t("notPersonal");
  const left = remaining(license, license.used);
  if (left < 0) return t("over", { over: -left });
  return t(license.competitive ? "free" : "left", { left });
}

async function toColumn(license: License, now: Date, t: Translate): Promise<MatrixColumn> {
  const refused = refuseGrant(license, license.used, now);
  return {
    id: license.id,
    label: columnLabel(license, t),
    name: license.name,
    seats: seatsText(license, now, t),
    refusal: refused && (await reasonText(refused)),
  };
}

type FilterValues = Record<Filter["name"], string>;

function toFilters(url: FilterValues, matrix: GrantMatrix, t: Translate): Filter[] {
  const licenses = () => matrix.licenses.map((license) => ({ value: license.id, label: columnLabel(license, t) }));
  const states = () => [
    { value: "enabled", label: t("stateEnabled") },
    { value: "disabled", label: t("stateDisabled") },
  ];
  const domains = () => matrix.domains.map((name) => ({ value: name, label: name }));
  const options = { domain: domains, state: states, has: licenses, without: licenses };
  return (["domain", "state", "has", "without"] as const).map((name) => ({
    name,
    value: url[name],
    options: options[name],
  }));
}

/** The matrix in the reader's words: `chosen` licenses as columns (null: all that were not withdrawn), users as rows. What only windows show is made when it is asked for. */
export async function toMatrixView(matrix: GrantMatrix, chosen: string[] | null) {
  const t = await getTranslations("matrix");
  const isVisible = ({ id, withdrawnAt }: License) => (chosen === null ? withdrawnAt === null : chosen.includes(id));
  const visible = matrix.licenses.filter(isVisible);
  const columns = await Promise.all(visible.map((license) => toColumn(license, matrix.now, t)));
  const rows = matrix.users.map(({ id, name, username, domain, disabled, domainDisabled, held }): MatrixRow => {
    const holds = new Set(held);
    return {
      id,
      name,
      address: `${username}@${domain}`,
      ...((disabled || domainDisabled) && { disabled: disabled ? "user" : "domain" }),
      held: columns.map((column) => (holds.has(column.id) ? "1" : "0")).join(""),
    };
  });
  const choices = (): ColumnChoice[] =>
    matrix.licenses.map((license) => ({
      id: license.id,
      label: columnLabel(license, t),
      name: license.name,
      visible: isVisible(license),
      usual: license.withdrawnAt === null,
    }));
  return { columns, rows, choices, filters: (url: FilterValues) => toFilters(url, matrix, t) };
}
