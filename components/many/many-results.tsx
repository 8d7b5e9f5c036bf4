import { csvLine } from "@/lib/csv-line";
import { type ManyState, SHOWN_ROWS } from "./many-state";

export type ResultLabels = Record<"results" | "user" | "result" | "download" | "undo", string>;

type Done = NonNullable<ManyState["done"]>;

/** The rows as a file that needs no server: a data address works without a script, too. */
function fileOf(rows: Done["rows"], labels: ResultLabels): string {
  const lines = [[labels.user, labels.result], ...rows.map(({ user, result }) => [user, result])].map(csvLine);
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${lines.join("")}`)}`;
}

/** What became of an act for many: the sum, the first rows, and all of them as a file. */
export function ManyResults({ done, labels }: { done: Done; labels: ResultLabels }) {
  return (
    <>
      <p className="rounded-md bg-good-soft px-3 py-2 font-medium text-good">{done.text}</p>
      {done.rows.length > 0 && (
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
                {done.rows.slice(0, SHOWN_ROWS).map(({ user, result }, index) => (
                  <tr key={`${index} ${user}`}>
                    <td>{user}</td>
                    <td>{result}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {done.hidden && <p className="px-3 py-2 text-muted">{done.hidden}</p>}
          </section>
          <a href={fileOf(done.rows, labels)} download="results.csv">
            {labels.download}
          </a>
        </>
      )}
    </>
  );
}
