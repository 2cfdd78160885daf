import { serveMetrics } from "@/lib/server/http/probes";

export const GET = serveMetrics;
export const dynamic = "force-dynamic";
