import { handlers } from "@/app/api/handlers";
import { searchUsersCall } from "@/app/api/users/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(searchUsersCall);
