import { handlers } from "@/app/api/handlers";
import { timezoneCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(timezoneCall);
