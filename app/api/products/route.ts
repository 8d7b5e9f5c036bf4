import { handlers } from "@/app/api/handlers";
import { listProductsCall } from "@/app/api/license/operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(listProductsCall);
