import { handlers } from "@/app/api/handlers";
import { logoutUserCall } from "@/app/api/users/logout-operation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(logoutUserCall);
