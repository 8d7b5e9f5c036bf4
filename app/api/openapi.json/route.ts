import { z } from "zod";
import { handlers } from "@/app/api/handlers";
import { openApiDocument } from "@/app/api/openapi";
import { openOperation } from "@/app/api/operation";

/** The description of the HTTP interface for programs and generators. It does not describe itself. */
const getDescription = openOperation({
  id: "getDescription",
  method: "GET",
  path: "/openapi.json",
  group: "Installation",
  summary: "This description",
  answer: z.record(z.string(), z.unknown()),
  perform: async () => openApiDocument(),
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(getDescription);
