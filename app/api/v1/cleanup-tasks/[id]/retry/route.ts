import { serve } from "@/lib/server/http/serve";
import { retryCleanupTask } from "@/lib/server/operations/cleanup-tasks";

export const POST = serve(retryCleanupTask);
