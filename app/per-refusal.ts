import type { Refusal } from "@/lib/errors";

/** What `make` answers for a refusal, made once for equal ones, however many rows they refuse. */
export function perRefusal<T>(make: (refusal: Refusal) => Promise<T>): (refusal: Refusal) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (refusal) => {
    const name = JSON.stringify(refusal);
    const known = made.get(name) ?? make(refusal);
    made.set(name, known);
    return known;
  };
}
