import { handlers } from "@/app/api/handlers";
import { listLicensesCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(listLicensesCall);
