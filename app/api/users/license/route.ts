import { handlers } from "@/app/api/handlers";
import { changeGrantsCall } from "@/app/api/users/grant-list-operation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(changeGrantsCall);
