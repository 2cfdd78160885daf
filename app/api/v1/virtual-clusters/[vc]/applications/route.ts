import { serve } from "@/lib/server/http/serve";
import { listApplications } from "@/lib/server/operations/applications";

export const GET = serve(listApplications);
