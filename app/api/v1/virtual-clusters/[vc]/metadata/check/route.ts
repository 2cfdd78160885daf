import { serve } from "@/lib/server/http/serve";
import { checkMetadata } from "@/lib/server/operations/metadata";

export const POST = serve(checkMetadata);
