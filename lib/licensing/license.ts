/**
 * One product's line of the customer's certificate, as the installation keeps it (specification §1).
 * It is named when `competitive` is false and concurrent when it is true; `limit` counts seats.
 * Its term is the half-open span `notBefore ≤ now < notAfter`. Everything keys on `id`, never on the product (§3.8).
 */
export type License = {
  id: string;
  product: string;
  name: string | null;
  competitive: boolean;
  limit: number;
  notBefore: Date;
  notAfter: Date;
  scope: string[];
  /** When an import left the license out; it stays for history, with its grants (§2). */
  withdrawnAt: Date | null;
};
