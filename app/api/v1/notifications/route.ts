import { serve } from "@/lib/server/http/serve";
import { listNotifications } from "@/lib/server/operations/events";

export const GET = serve(listNotifications);
