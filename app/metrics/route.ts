import { serveMetrics } from "@/lib/server/serve-metrics";

export const GET = serveMetrics;
export const dynamic = "force-dynamic";
