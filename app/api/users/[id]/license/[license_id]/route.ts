import { handlers } from "@/app/api/handlers";
import { deleteUserLicenseCall, putUserLicenseCall } from "@/app/api/users/grant-operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(putUserLicenseCall, deleteUserLicenseCall);
