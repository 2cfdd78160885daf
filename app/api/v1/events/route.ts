import { serve } from "@/lib/server/http/serve";
import { events } from "@/lib/server/operations/events";

export const GET = serve(events);
