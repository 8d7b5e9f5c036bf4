import { handlers } from "@/app/api/handlers";
import { logoutCall } from "@/app/api/login/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(logoutCall);
