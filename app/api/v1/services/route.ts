import { serve } from "@/lib/server/http/serve";
import { services } from "@/lib/server/operations/mesh-objects";

export const GET = serve(services.listAll);
