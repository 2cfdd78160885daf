import { serve } from "@/lib/server/http/serve";
import { importYaml } from "@/lib/server/operations/objects";

export const POST = serve(importYaml);
