import { handlers } from "@/app/api/handlers";
import { loginCall, loginOptionsCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(loginOptionsCall, loginCall);
