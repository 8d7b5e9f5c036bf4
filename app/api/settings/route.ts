import { handlers } from "@/app/api/handlers";
import { settingsCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(settingsCall);
