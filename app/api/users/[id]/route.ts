import { handlers } from "@/app/api/handlers";
import { getUserCall } from "@/app/api/users/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(getUserCall);
