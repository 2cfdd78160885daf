import { handlers } from "@/lib/server/http/handlers";

/** The database answers and the cluster's watches are open. */
export const GET = () => handlers().readiness();
export const dynamic = "force-dynamic";
