import { serve } from "@/lib/server/http/serve";
import { listFindings } from "@/lib/server/operations/findings";

export const GET = serve(listFindings);
