/** A member of a body, an answer or an address; `depth` says how many members it stands within. */
export type MemberDoc = { name: string; depth: number; type: string; isOptional: boolean; description: string };

/** One call of the HTTP interface as a person reads about it. */
export type CallDoc = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** Needs no token. */
  isOpen: boolean;
  /** The columns of the answer as CSV; empty when there is no such. */
  csv: string;
  /** A command for a shell that knows `SEATWISE` and `TOKEN`. */
  curl: string;
  parameters: MemberDoc[];
  body: MemberDoc[];
  answer: MemberDoc[];
  refusals: { status: string; text: string }[];
};
