import { readFile } from "node:fs/promises";
import { fileSentence } from "@/scripts/file-words.mjs";
import { PlainError } from "@/scripts/plain-error.mjs";

/** Does what needs a file, and puts into words why it could not be had. @throws PlainError */
export async function inFileWords<T>(path: string, act: "read" | "write", work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const sentence = fileSentence(error, path, act);
    throw sentence === null ? error : new PlainError(sentence, { cause: error });
  }
}

/** The text of a file that somebody named. @throws PlainError saying what is wrong with the name */
export function readTypedFile(path: string): Promise<string> {
  return inFileWords(path, "read", () => readFile(path, "utf8"));
}
