import { handlers } from "@/app/api/handlers";
import { listWarningsCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(listWarningsCall);
