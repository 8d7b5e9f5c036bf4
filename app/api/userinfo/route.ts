import { handlers } from "@/app/api/handlers";
import { postUserInfoCall, userInfoCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(userInfoCall, postUserInfoCall);
