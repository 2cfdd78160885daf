import { serve } from "@/lib/server/http/serve";
import { keepCleanupTask } from "@/lib/server/operations/cleanup-tasks";

export const POST = serve(keepCleanupTask);
