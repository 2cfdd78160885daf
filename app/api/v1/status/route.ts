import { serve } from "@/lib/server/http/serve";
import { readStatus } from "@/lib/server/operations/status";

export const GET = serve(readStatus);
