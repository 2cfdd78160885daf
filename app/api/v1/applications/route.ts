import { serve } from "@/lib/server/http/serve";
import { listAllApplications } from "@/lib/server/operations/applications";

export const GET = serve(listAllApplications);
