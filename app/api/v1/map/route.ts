import { serve } from "@/lib/server/http/serve";
import { readMap } from "@/lib/server/operations/overview";

export const GET = serve(readMap);
