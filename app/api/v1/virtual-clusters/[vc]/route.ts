import { serve } from "@/lib/server/http/serve";
import { patchVirtualCluster, readVirtualCluster } from "@/lib/server/operations/virtual-clusters";

export const GET = serve(readVirtualCluster);
export const PATCH = serve(patchVirtualCluster);
