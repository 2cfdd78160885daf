import { serve } from "@/lib/server/http/serve";
import { readIstio } from "@/lib/server/operations/istio";

export const GET = serve(readIstio);
