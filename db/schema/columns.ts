import { customType, timestamp } from "drizzle-orm/pg-core";

/** Text for people: sorted and folded by the Unicode rules, whatever locale the database was made with. */
export const personText = customType<{ data: string }>({ dataType: () => 'text collate "und-x-icu"' });

/** Text compared byte by byte, so that a range over it is a search for a beginning. */
export const byteText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const moment = (name: string) => timestamp(name, { withTimezone: true });
