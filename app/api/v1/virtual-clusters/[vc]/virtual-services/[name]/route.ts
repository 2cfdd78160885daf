import { serve } from "@/lib/server/http/serve";
import { virtualServices } from "@/lib/server/operations/mesh-objects";

export const GET = serve(virtualServices.read);
export const PUT = serve(virtualServices.replace);
export const DELETE = serve(virtualServices.remove);
