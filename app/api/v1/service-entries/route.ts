import { serve } from "@/lib/server/http/serve";
import { serviceEntries } from "@/lib/server/operations/mesh-objects";

export const GET = serve(serviceEntries.listAll);
