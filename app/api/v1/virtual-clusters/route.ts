import { serve } from "@/lib/server/http/serve";
import { listVirtualClusters } from "@/lib/server/operations/virtual-clusters";

export const GET = serve(listVirtualClusters);
