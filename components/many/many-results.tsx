import { csvLine } from "@/lib/csv-line";
import { type ManyState, SHOWN_ROWS } from "./many-state";

export type ResultLabels = Record<"results" | "user" | "address" | "result" | "download" | "undo", string>;

type Done = NonNullable<ManyState["done"]>;

/** The rows as a file that needs no server: a data address works without a script, too. */
function fileOf({ rows, results }: Done, labels: ResultLabels): string {
  const cells = rows.map(([name, address, result]) => [name, address, results[result] ?? ""]);
  const lines = [[labels.user, labels.address, labels.result], ...cells].map(csvLine);
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${lines.join("")}`)}`;
}

/** What became of an act for many: the first rows, and all of them as a file. */
export function ManyResults({ done, labels }: { done: Done; labels: ResultLabels }) {
  return (
    <>
      <section aria-label={labels.results} tabIndex={0} className="card max-h-60 overflow-auto">
        <table className="table">
          <caption className="sr-only">{labels.results}</caption>
          <thead>
            <tr>
              <th scope="col">{labels.user}</th>
              <th scope="col">{labels.result}</th>
            </tr>
          </thead>
          <tbody>
            {done.rows.slice(0, SHOWN_ROWS).map(([name, address, result]) => (
              <tr key={address}>
                <td>
                  {name}
                  <small className="block text-muted">{address}</small>
                </td>
                <td>{done.results[result]}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {done.hidden && <p className="px-3 py-2 text-muted">{done.hidden}</p>}
      </section>
      <a href={fileOf(done, labels)} download="results.csv">
        {labels.download}
      </a>
    </>
  );
}
