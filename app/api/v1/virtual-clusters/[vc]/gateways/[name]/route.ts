import { serve } from "@/lib/server/http/serve";
import { deleteGateway, readGateway, replaceGateway } from "@/lib/server/operations/gateways";

export const GET = serve(readGateway);
export const PUT = serve(replaceGateway);
export const DELETE = serve(deleteGateway);
