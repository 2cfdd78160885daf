import { serve } from "@/lib/server/http/serve";
import { exportVirtualCluster } from "@/lib/server/operations/objects";

export const GET = serve(exportVirtualCluster);
