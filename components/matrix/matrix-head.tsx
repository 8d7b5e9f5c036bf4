import type { MatrixColumn } from "./matrix-model";

/** The licenses over their columns, each with the seats that are left or what stands in the way. */
export function MatrixHead({ user, columns }: { user: string; columns: MatrixColumn[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{user}</th>
        {columns.map((column, index) => (
          <th key={column.id} scope="col" title={column.refusal ?? undefined}>
            <span id={`c${index}`}>{column.label}</span>
            {column.name && (
              <small data-name="" title={column.name}>
                {column.name}
              </small>
            )}
            <small id={`r${index}`} data-refused={column.refusal !== null}>
              {column.seats}
            </small>
          </th>
        ))}
      </tr>
    </thead>
  );
}
