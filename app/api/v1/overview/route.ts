import { serve } from "@/lib/server/http/serve";
import { readOverview } from "@/lib/server/operations/overview";

export const GET = serve(readOverview);
