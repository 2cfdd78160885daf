import { serve } from "@/lib/server/http/serve";
import { checkGateway } from "@/lib/server/operations/gateways";

export const POST = serve(checkGateway);
