import { z } from "zod";
import type { UserActor } from "@/lib/access/actor";
import type { ReasonCode } from "@/lib/errors";
import type { CsvCell } from "@/lib/csv-line";

/** The body of a call that asks for nothing more: none, or `{}`, whatever members it has. */
export const NO_MEMBERS = z.object({});

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What a call says, read and checked. */
export type CallInput<Q, B> = {
  /** The members in braces of the operation's path. */
  params: Record<string, string>;
  query: Q;
  body: B;
  request: Request;
};

/** An answer with more to say than its body. */
export class Answer<T> {
  readonly body: T;
  readonly headers: Record<string, string>;
  readonly status: number;

  constructor(body: T, headers: Record<string, string>, status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}

/** A list for a program or a spreadsheet: the names of the columns, and lines that come as they are read. */
type CsvExport<Q, B> = {
  fileName: string;
  columns: readonly string[];
  rows(actor: UserActor, call: CallInput<Q, B>): Promise<AsyncGenerator<CsvCell[][]>>;
};

/** What stands for a member in braces, with a value as a reader may find it. */
export type PathMember = { description: string; example: string };

type About<Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType, U extends z.ZodType = z.ZodNever> = {
  /** As generated clients name it. */
  id: string;
  method: Method;
  /** Below `/api`, with members in braces. */
  path: string;
  /** The members in braces. */
  params?: Readonly<Record<string, PathMember>>;
  summary: string;
  description?: string;
  group: "Licenses" | "Users" | "Sessions" | "Installation";
  /** Headers that the call understands, and what they do. */
  headers?: Readonly<Record<string, string>>;
  query?: Q;
  body?: B;
  /** A body as the readable page sends it with curl. */
  example?: z.input<B>;
  /** The largest body, 64 KiB unless told. */
  maxBodyBytes?: number;
  /** The use case judges every character of the body itself. */
  isVerbatim?: boolean;
  /** Also while the installation has nothing in force. */
  isEverOpen?: boolean;
  answer: A;
  /** Headers that the answer carries, and what they mean. */
  sends?: Readonly<Record<string, string>>;
  /** What 503 says where that is not the error of every call; null: it is never answered. */
  unavailable?: U | null;
  /** Beside those that every call may answer. */
  refusals?: readonly ReasonCode[];
  /** By which `id` existing callers of this call know a refusal, where that is not the reason's own. */
  refusalIds?: Partial<Record<ReasonCode, string>>;
};

type Performed<A extends z.ZodType> = Promise<z.input<A> | Answer<z.input<A>>>;

/** One call of the HTTP interface: the same declaration reads requests, types answers and writes the OpenAPI document. */
export type Operation = About<z.ZodObject, z.ZodType, z.ZodType, z.ZodType> & {
  access: "token" | "open";
  perform(actor: UserActor | null, call: CallInput<never, never>): Promise<unknown>;
  csv?: CsvExport<never, never>;
};

/** Declares a call that needs a token. */
export function operation<Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  about: About<Q, B, A> & {
    perform: (actor: UserActor, call: CallInput<z.output<Q>, z.output<B>>) => Performed<A>;
    csv?: CsvExport<z.output<Q>, z.output<B>>;
  },
): Operation {
  return { ...about, access: "token" };
}

/** Declares a call that needs no token. */
export function openOperation<
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
  U extends z.ZodType = z.ZodNever,
>(
  about: About<Q, B, A, U> & {
    perform: (call: CallInput<z.output<Q>, z.output<B>>) => Promise<Awaited<Performed<A>> | Answer<z.input<U>>>;
  },
): Operation {
  return { ...about, access: "open", perform: async (_, call) => about.perform(call) };
}
