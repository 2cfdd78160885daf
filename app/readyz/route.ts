import { readiness } from "@/lib/server/http/probes";

/** The database answers and the cluster's watches are open. */
export const GET = readiness;
export const dynamic = "force-dynamic";
