import { serve } from "@/lib/server/http/serve";
import { listAllGateways } from "@/lib/server/operations/gateways";

export const GET = serve(listAllGateways);
