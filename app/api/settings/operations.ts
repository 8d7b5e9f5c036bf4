import { z } from "zod";
import { operation } from "@/app/api/operation";
import { text } from "@/app/api/query";

/** Existing clients ask for settings by name and live with there being none. */
export const settingsCall = operation({
  id: "listSettings",
  method: "GET",
  path: "/settings",
  group: "Installation",
  summary: "Settings of the contact centre: none of them is kept here",
  query: z.object({ name: text("Name of a setting.") }),
  answer: z.object({ page: z.literal(1), next: z.literal(false), items: z.array(z.object({})) }),
  perform: async () => ({ page: 1 as const, next: false as const, items: [] }),
});
