/** `npm run faults` tries long what `npm test` tries for a moment. */
export const IS_LONG = process.env.FAULTS === "long";

/** How much of something a test of faults tries; the variable `name` overrules both. */
export function howMany(name: string, { briefly, long }: { briefly: number; long: number }): number {
  return Number(process.env[name] ?? (IS_LONG ? long : briefly));
}
