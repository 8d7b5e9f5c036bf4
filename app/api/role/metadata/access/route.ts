import { handlers } from "@/app/api/handlers";
import { sectionAccessCall } from "./operations";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(sectionAccessCall);
