import { resolve } from "node:path";

/** A path as it is meant where the command was typed: npm runs in the project's folder and tells where it was called from. */
export function typedPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? "", path);
}
