import { handlers } from "@/app/api/handlers";
import { readinessCall } from "@/app/api/health/operations";

export const dynamic = "force-dynamic";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(readinessCall);
