import { serve } from "@/lib/server/http/serve";
import { listCleanupTasks } from "@/lib/server/operations/cleanup-tasks";

export const GET = serve(listCleanupTasks);
