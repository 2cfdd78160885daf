import { serve } from "@/lib/server/http/serve";
import { virtualServices } from "@/lib/server/operations/mesh-objects";

export const GET = serve(virtualServices.listAll);
