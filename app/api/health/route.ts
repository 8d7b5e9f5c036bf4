import { handlers } from "@/app/api/handlers";
import { healthCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(healthCall);
