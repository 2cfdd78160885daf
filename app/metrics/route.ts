import { serveMetrics } from "@/lib/server/probes";

export const GET = serveMetrics;
export const dynamic = "force-dynamic";
