/** Where a renewal leads: on from the start page, which says on the way to whoever has to sign in that it succeeded. */
export const RENEWED = "/?renewed=1";

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
