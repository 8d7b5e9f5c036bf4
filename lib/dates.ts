/** Dates as people of this installation read them: `dd.MM.yyyy`, in its time zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, withTime: boolean): Intl.DateTimeFormat {
  const key = `${timeZone} ${withTime}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      day: "2-digit",
      month: "2-digit",
      year: "numeric",
      ...(withTime && { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    });
    formats.set(key, known);
  }
  return known;
}

/** `31.12.2026` in the IANA time zone given. */
export function formatDate(date: Date, timeZone: string): string {
  return format(timeZone, false).format(date).replaceAll("/", ".");
}

/** `31.12.2026 23:59:59` in the IANA time zone given. */
export function formatDateTime(date: Date, timeZone: string): string {
  return format(timeZone, true).format(date).replaceAll("/", ".").replace(",", "");
}
