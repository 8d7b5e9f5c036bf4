import { z } from "zod";

export type Json = Record<string, unknown>;

/** The JSON Schema of a zod schema; schemas with a name of their own go to `named`. */
export function schemaOf(schema: z.ZodType, io: "input" | "output", named: Json): Json {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  Object.assign(named, $defs);
  return rest;
}
