import { serve } from "@/lib/server/http/serve";
import { confirmCleanupTasks } from "@/lib/server/operations/cleanup-tasks";

export const POST = serve(confirmCleanupTasks);
