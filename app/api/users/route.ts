import { handlers } from "@/app/api/handlers";
import { listUsersCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(listUsersCall);
