import { handlers } from "@/app/api/handlers";
import { patchUserCall, putUserCall } from "@/app/api/users/grant-operations";
import { getUserCall } from "@/app/api/users/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(getUserCall, patchUserCall, putUserCall);
