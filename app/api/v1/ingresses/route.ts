import { serve } from "@/lib/server/http/serve";
import { listIngresses } from "@/lib/server/operations/istio";

export const GET = serve(listIngresses);
