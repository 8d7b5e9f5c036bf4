import { isRowId, isUuid } from "./ids";
import { domainNameOf } from "./names";

/**
 * What a page's URL says, declared once: each member's parser with its default gives reading, writing and the type.
 * Reading is tolerant: whatever is not understood is the default. Writing leaves defaults out, so equal pages have equal URLs.
 */

export type RawParams = Record<string, string | string[] | undefined>;

/** What a page reads, of an address in a route handler: the same from the same address. */
export function rawParams(params: URLSearchParams): RawParams {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}

type Param<T> = { read(raw: string[]): T; write(value: T): string[]; fallback: T };

const MAX_PAGE = 1_000_000;

/** Characters that PostgreSQL refuses or that would change silently: NUL and lone surrogates. */
function clean(raw: string): string {
  return raw.replaceAll("\0", "").toWellFormed();
}

export function text(maxLength: number): Param<string> {
  return {
    fallback: "",
    // The cut may leave the first half of a character.
    read: ([first = ""]) =>
      clean(first)
        .slice(0, maxLength)
        .replace(/[\ud800-\udbff]$/, "")
        .trim(),
    write: (value) => (value === "" ? [] : [value]),
  };
}

/** A whole number within bounds, else the default. */
export function whole(fallback: number, min = 1, max = MAX_PAGE): Param<number> {
  return {
    fallback,
    read: ([first = ""]) => {
      const value = /^\d{1,9}$/.test(first) ? Number(first) : Number.NaN;
      return value >= min && value <= max ? value : fallback;
    },
    write: (value) => (value === fallback ? [] : [String(value)]),
  };
}

/** One of a closed list of words; empty when it is none of them. */
export function oneOf<const T extends string>(words: readonly T[]): Param<T | ""> {
  return {
    fallback: "",
    read: ([first = ""]) => words.find((word) => word === first) ?? "",
    write: (value) => (value === "" ? [] : [value]),
  };
}

/** The name of a domain, in lower case; empty when it cannot be one. */
export function domainName(): Param<string> {
  return {
    fallback: "",
    read: ([first = ""]) => domainNameOf(first) ?? "",
    write: (value) => (value === "" ? [] : [value]),
  };
}

/** The id of a row; empty when it cannot be one. */
export function rowId(): Param<string> {
  return {
    fallback: "",
    read: ([first = ""]) => (isRowId(first.trim()) ? first.trim() : ""),
    write: (value) => (value === "" ? [] : [value]),
  };
}

/** The id of a license, in lower case; empty when it is no UUID. */
export function uuid(): Param<string> {
  return {
    fallback: "",
    read: ([first = ""]) => (isUuid(first) ? first.toLowerCase() : ""),
    write: (value) => (value === "" ? [] : [value]),
  };
}

export function flag(): Param<boolean> {
  return { fallback: false, read: ([first]) => first === "1", write: (value) => (value ? ["1"] : []) };
}

/** `field`, `+field` or `-field` for one of the fields that `isField` knows. */
export function sort(isField: (field: string) => boolean): Param<{ field: string; descending: boolean } | null> {
  return {
    fallback: null,
    read: ([first = ""]) => {
      const field = first.replace(/^[-+! ]/, "");
      return isField(field) ? { field, descending: /^[-!]/.test(first) } : null;
    },
    write: (value) => (value === null ? [] : [`${value.descending ? "-" : ""}${value.field}`]),
  };
}

/** More than anybody chooses; each stands in many addresses of a page. */
const MAX_ITEMS = 1_000;

/** A list in one member, separated by commas; absent (null) is not the same as empty. Of nonsense alone it is as absent. */
export function list(isItem: (item: string) => boolean): Param<string[] | null> {
  return {
    fallback: null,
    read: (raw) => {
      const items = [...new Set(raw.join(",").split(","))].filter(isItem).slice(0, MAX_ITEMS);
      const isEmpty = raw.length > 0 && raw.every((each) => each === "");
      return items.length > 0 || isEmpty ? items : null;
    },
    write: (value) => (value === null ? [] : [value.join(",")]),
  };
}

/** Ids of licenses, in lower case. */
export function uuids(): Param<string[] | null> {
  const ids = list((id) => isUuid(id));
  return { ...ids, read: (raw) => ids.read(raw.map((each) => each.toLowerCase())) };
}

type Shape = Record<string, Param<never>>;
type Values<S> = { [K in keyof S]: S[K] extends Param<infer T> ? T : never };

export type PageParams<S> = {
  read(raw: RawParams): Values<S>;
  /** The page's address with some members changed. */
  href(path: string, values: Values<S>, changes?: Partial<Values<S>>): string;
  /** The members that a GET form of the page hands on unchanged, all but those it asks for itself. */
  kept(values: Values<S>, except: (keyof S)[]): [name: string, value: string][];
};

export function pageParams<S extends { [K in keyof S]: Param<never> | Param<S[K] extends Param<infer T> ? T : never> }>(
  shape: S,
): PageParams<S> {
  const entries = Object.entries(shape as unknown as Shape) as [string, Param<unknown>][];
  return {
    read: (raw) =>
      Object.fromEntries(
        entries.map(([name, param]) => {
          // An action's caller may send what no address holds.
          const sent: unknown[] = [raw[name]].flat();
          return [name, param.read(sent.filter((each) => typeof each === "string"))];
        }),
      ) as Values<S>,
    href: (path, values, changes = {}) => {
      const next: Record<string, unknown> = { ...values, ...changes };
      const query = new URLSearchParams();
      for (const [name, param] of entries) for (const item of param.write(next[name])) query.append(name, item);
      return query.size === 0 ? path : `${path}?${query}`;
    },
    kept: (values, except) => {
      const all: Record<string, unknown> = values;
      return entries
        .filter(([name]) => !except.some((member) => member === name))
        .flatMap(([name, param]) => param.write(all[name]).map((item): [string, string] => [name, item]));
    },
  };
}
