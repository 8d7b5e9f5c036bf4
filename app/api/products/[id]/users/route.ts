import { handlers } from "@/app/api/handlers";
import { listHoldersCall } from "@/app/api/products/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(listHoldersCall);
