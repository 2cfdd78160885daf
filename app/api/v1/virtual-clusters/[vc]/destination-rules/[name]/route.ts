import { serve } from "@/lib/server/http/serve";
import { destinationRules } from "@/lib/server/operations/mesh-objects";

export const GET = serve(destinationRules.read);
export const PUT = serve(destinationRules.replace);
export const DELETE = serve(destinationRules.remove);
