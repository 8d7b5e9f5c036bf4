import Link from "next/link";
import { formatDateTime } from "@/lib/dates";
import { getTranslations } from "@/lib/translations";
import {
  type ClockBehind,
  WARNING_KINDS,
  type Warning,
  type WarningKind,
  type WarningState,
} from "@/lib/licensing/warnings";
import { HideWarnings, type HideState } from "./hide-warnings";

type Props = {
  state: WarningState;
  /** Of the installation: the clock's line has times. */
  timeZone: string;
  hide: (state: HideState, form: FormData) => Promise<HideState>;
};

/** Products that a line names before it only counts the rest. */
const NAMED = 5;

const LOOK: Record<WarningKind, string> = {
  expired: "bg-danger",
  over_limit: "bg-danger",
  expiring: "bg-accent",
  few_left: "bg-accent",
};

type Translate = Awaited<ReturnType<typeof getTranslations<"warnings">>>;

function detail(warning: Warning, t: Translate): string {
  const { product } = warning;
  if (warning.kind === "expired") return product;
  if (warning.kind === "expiring") return t("productDays", { product, days: warning.days });
  if (warning.kind === "few_left") return t("productLeft", { product, left: warning.left });
  return t("productOver", { product, over: -warning.left });
}

function details(warnings: Warning[], t: Translate): string {
  const shown = warnings.slice(0, NAMED).map((warning) => detail(warning, t));
  const more = warnings.length - shown.length;
  return [...shown, ...(more > 0 ? [t("more", { more })] : [])].join(", ");
}

/** The clock was set back: what that means, and what to do. */
function clockText({ shows, newest }: ClockBehind, timeZone: string, t: Translate): string {
  return t("clockDetail", { shows: formatDateTime(shows, timeZone), newest: formatDateTime(newest, timeZone) });
}

/** What deserves attention, one line per kind with a link to its rows. Can be hidden until it changes. */
export async function WarningBar({ state: { warnings, clock, fingerprint, isHidden }, timeZone, hide }: Props) {
  if ((warnings.length === 0 && clock === null) || isHidden) return null;
  const t = await getTranslations("warnings");
  const lines = WARNING_KINDS.flatMap((kind) => {
    const ofKind = warnings.filter((warning) => warning.kind === kind);
    return ofKind.length > 0 ? [{ kind, ofKind }] : [];
  });
  return (
    <section aria-label={t("title")} className="warnings">
      <ul className="grid min-w-60 flex-1 gap-1.5 py-1">
        {clock && (
          <li className="flex items-baseline gap-2.5">
            <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-danger" />
            <span className="warning">
              <span className="font-semibold">{t("clock")}</span>
              <span className="min-w-0 text-muted">{clockText(clock, timeZone, t)}</span>
            </span>
          </li>
        )}
        {lines.map(({ kind, ofKind }) => (
          <li key={kind} className="flex items-baseline gap-2.5">
            <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${LOOK[kind]}`} />
            <span className="warning">
              <Link href={`/licenses?attention=${kind}`} prefetch={false} className="font-semibold">
                {t(kind, { count: ofKind.length })}
              </Link>
              <span className="min-w-0 text-muted">{details(ofKind, t)}</span>
            </span>
          </li>
        ))}
      </ul>
      <HideWarnings action={hide} fingerprint={fingerprint} label={t("hide")} />
    </section>
  );
}
