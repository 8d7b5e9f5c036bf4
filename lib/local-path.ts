/** Only its path counts: where it stands is for the browser to say. */
const HERE = "http://here.invalid";

/**
 * The text when it is a path of this site, else the fallback: a link must not lead a person who signs in elsewhere. Dots in
 * it are resolved as a browser does (URL standard, path state): `/.//elsewhere` would be `//elsewhere`, a host.
 */
export function localPath(text: unknown, fallback: string): string {
  if (typeof text !== "string" || !/^\/(?![/\\])[^\s\\]*$/.test(text) || !URL.canParse(text, HERE)) return fallback;
  const { pathname, search, hash } = new URL(text, HERE);
  return pathname.startsWith("//") ? fallback : pathname + search + hash;
}
