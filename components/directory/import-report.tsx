import type { ShownLine, ShownReport } from "./import-state";

export type ReportLabels = { title: string; line: string; user: string; outcome: string; details: string };

const LOOK: Record<ShownLine["outcome"], string> = {
  new: "bg-good-soft text-good",
  changed: "bg-band text-ink",
  unchanged: "text-muted",
  refused: "bg-danger-soft text-danger",
};

/** How many lines of a list of users do what, or did: read out as it comes, the lines are not. */
export function ImportSum({ report }: { report: ShownReport }) {
  return (
    <>
      <ul className="flex flex-wrap gap-2">
        {report.counts.map(({ outcome, text }) => (
          <li key={outcome} className={`rounded-sm px-2 py-0.5 ${LOOK[outcome]}`}>
            {text}
          </li>
        ))}
      </ul>
      <p>{report.note}</p>
    </>
  );
}

/** What a list of users will do, or did, line by line with what is refused first. */
export function ImportReport({ report, labels }: { report: ShownReport; labels: ReportLabels }) {
  return (
    <>
      <section aria-label={labels.title} tabIndex={0} className="card max-h-72 overflow-auto">
        <table className="table max-sm:[&_:is(td,th)]:px-2">
          <caption className="sr-only">{labels.title}</caption>
          <thead>
            <tr>
              <th scope="col">{labels.line}</th>
              <th scope="col">{labels.user}</th>
              <th scope="col">{labels.outcome}</th>
              <th scope="col">{labels.details}</th>
            </tr>
          </thead>
          <tbody>
            {report.lines.map((line) => (
              <tr key={line.line}>
                <td className="tabular-nums">{line.line}</td>
                <td className="min-w-32 sm:min-w-64">
                  {line.name}
                  <span className="block wrap-anywhere text-muted">{line.address}</span>
                </td>
                <td>
                  <span className={`rounded-sm px-1.5 py-0.5 whitespace-nowrap ${LOOK[line.outcome]}`}>
                    {line.label}
                  </span>
                </td>
                <td className="min-w-24">{line.details}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {report.more && <p className="text-muted">{report.more}</p>}
    </>
  );
}
