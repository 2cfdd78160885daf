import { serve } from "@/lib/server/http/serve";
import { createGateway, listGateways } from "@/lib/server/operations/gateways";

export const GET = serve(listGateways);
export const POST = serve(createGateway);
