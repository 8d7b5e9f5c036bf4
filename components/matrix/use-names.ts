import { useEffect, useRef } from "react";
import type { MatrixColumn, MatrixRow } from "./matrix-model";

/** How users and licenses are called by their ids, of those too that were shown before and are gone from the list. */
export function useNames(columns: MatrixColumn[], rows: MatrixRow[]): (id: string) => string {
  const names = useRef(new Map<string, string>());
  useEffect(() => {
    for (const { id, label } of columns) names.current.set(id, label);
    for (const { id, name } of rows) names.current.set(id, name);
  }, [columns, rows]);
  return (id) => names.current.get(id) ?? "";
}
