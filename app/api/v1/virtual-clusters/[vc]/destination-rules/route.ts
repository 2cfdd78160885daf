import { serve } from "@/lib/server/http/serve";
import { destinationRules } from "@/lib/server/operations/mesh-objects";

export const GET = serve(destinationRules.list);
export const POST = serve(destinationRules.create);
