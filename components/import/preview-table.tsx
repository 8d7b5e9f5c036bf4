import type { Preview, PreviewLine } from "./import-state";

export type PreviewLabels = { preview: string; change: string; license: string; details: string };

const LOOK: Record<PreviewLine["kind"], string> = {
  new: "bg-good-soft text-good",
  renewed: "bg-band text-ink",
  withdrawn: "bg-danger-soft text-danger",
  kept: "text-muted",
};

/** What a license key will change, license by license, before anything is applied. */
export function PreviewTable({ preview, labels }: { preview: Preview; labels: PreviewLabels }) {
  return (
    <>
      {preview.lines.length > 0 && (
        <section aria-label={labels.preview} tabIndex={0} className="card max-h-72 overflow-auto">
          <table className="table max-sm:text-xs max-sm:[&_:is(td,th)]:px-2">
            <caption className="sr-only">{labels.preview}</caption>
            <thead>
              <tr>
                <th scope="col">{labels.change}</th>
                <th scope="col">{labels.license}</th>
                <th scope="col">{labels.details}</th>
              </tr>
            </thead>
            <tbody>
              {preview.lines.map((line) => (
                <tr key={line.licenseId}>
                  <td>
                    <span className={`rounded-sm px-1.5 py-0.5 font-medium ${LOOK[line.kind]}`}>{line.change}</span>
                  </td>
                  <td className="min-w-24 wrap-anywhere">{line.license}</td>
                  <td className="min-w-24 wrap-anywhere sm:min-w-60">
                    {line.details}
                    {line.warning && (
                      <p className="mt-1 rounded-sm bg-amber-soft px-1.5 py-0.5 text-amber">{line.warning}</p>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}
