import { serve } from "@/lib/server/http/serve";
import { putObject } from "@/lib/server/operations/objects";

export const PUT = serve(putObject);
