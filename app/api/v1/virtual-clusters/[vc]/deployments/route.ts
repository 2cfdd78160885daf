import { serve } from "@/lib/server/http/serve";
import { createDeployment } from "@/lib/server/operations/deployments";

export const POST = serve(createDeployment);
