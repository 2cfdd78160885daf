import { serve } from "@/lib/server/http/serve";
import { deleteDeployment, readDeployment, replaceDeployment } from "@/lib/server/operations/deployments";

export const GET = serve(readDeployment);
export const PUT = serve(replaceDeployment);
export const DELETE = serve(deleteDeployment);
