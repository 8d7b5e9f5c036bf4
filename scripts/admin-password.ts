import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Somebody pressed Ctrl-C or Ctrl-D instead of typing a password. */
export class Cancelled extends Error {}

/** Asks one thing after the other on the terminal; what is typed goes to an output that drops it. */
async function ask(...prompts: string[]): Promise<string[]> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const typed = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  typed.once("SIGINT", () => typed.close());
  const lines = typed[Symbol.asyncIterator]();
  const answers: string[] = [];
  for (const prompt of prompts) {
    process.stderr.write(prompt);
    const { value, done } = await lines.next();
    process.stderr.write("\n");
    if (done) throw new Cancelled();
    answers.push(value);
  }
  typed.close();
  return answers;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) return line;
  return "";
}

/**
 * A new password from standard input: the first line, or what is typed unseen at a terminal, twice the same.
 * @throws Cancelled; Error when the two are not the same.
 */
export async function readNewPassword(): Promise<string> {
  try {
    if (!process.stdin.isTTY) return await firstLine();
    const [password = "", again] = await ask("New password: ", "The same again: ");
    if (again !== password) throw new Error("The two passwords are not the same.");
    return password;
  } finally {
    // A pipe that stays open would keep the process alive.
    process.stdin.destroy();
  }
}
