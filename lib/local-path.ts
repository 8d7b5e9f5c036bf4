/** The text when it is a path of this site, else the fallback: a link must not lead a person who signs in elsewhere. */
export function localPath(text: unknown, fallback: string): string {
  return typeof text === "string" && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : fallback;
}
