/** The path with a value for each member in braces, so that a shell and curl take it as it stands. */
export function examplePath(path: string, parameters: readonly { name: string; example?: string }[]): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => parameters.find((each) => each.name === name)?.example ?? "1");
}

/** Between single quotes a shell changes nothing, and they themselves cannot stand. */
const inQuotes = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

type Asked = { method: string; path: string; isOpen: boolean; body: unknown };

/** The command that makes a call, for a shell that knows `SEATWISE` and `TOKEN`. */
export function curlOf({ method, path, isOpen, body }: Asked): string {
  const parts = ["curl", ...(method === "GET" ? [] : ["-X", method]), `"$SEATWISE/api${path}"`];
  if (!isOpen) parts.push('-H "X-Webitel-Access: $TOKEN"');
  if (body !== undefined) parts.push(`-d ${inQuotes(JSON.stringify(body))}`);
  return parts.join(" ");
}
