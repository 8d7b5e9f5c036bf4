import { getTranslations } from "@/lib/translations";
import type { CallDoc } from "./call-doc";
import { Command } from "./command";
import { MemberTable } from "./member-table";

/** One call: what it does, how to call it, what it takes and answers. */
export async function CallCard({ call }: { call: CallDoc }) {
  const t = await getTranslations("apiDocs");
  return (
    <section id={call.id} aria-labelledby={`${call.id}-title`} className="card scroll-mt-4 overflow-hidden">
      <div className="grid gap-2 p-4">
        <h3 id={`${call.id}-title`} className="flex flex-wrap items-baseline gap-x-3 font-mono font-semibold break-all">
          <span className="rounded bg-band px-2 py-0.5 text-sm">{call.method}</span>
          {call.path}
        </h3>
        <p lang="en">{call.summary}</p>
        {call.description && (
          <p lang="en" className="text-muted">
            {call.description}
          </p>
        )}
        <p className="text-sm text-muted">
          {call.isOpen ? t("open") : t("token")} {call.csv && t("csv")} <span lang="en">{call.csv}</span>
        </p>
        <Command text={call.curl} />
      </div>
      <MemberTable title={t("parameters")} members={call.parameters} />
      <MemberTable title={t("body")} members={call.body} />
      <MemberTable title={t("answer")} members={call.answer} />
      <details className="border-t border-line">
        <summary className="cursor-pointer px-4 py-2 font-medium hover:bg-hover">{t("refusals")}</summary>
        <ul lang="en" className="grid gap-1 px-4 pb-3">
          {call.refusals.map(({ status, text }) => (
            <li key={status} className="break-words">
              <span className="font-mono">{status}</span> {text}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
