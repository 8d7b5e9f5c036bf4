import { handlers } from "@/app/api/handlers";
import { getCustomerCall, putCustomerCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(getCustomerCall, putCustomerCall);
