import { serve } from "@/lib/server/http/serve";
import { readNotifications } from "@/lib/server/operations/events";

export const POST = serve(readNotifications);
