import { serve } from "@/lib/server/http/serve";
import { deleteApplication, readApplication } from "@/lib/server/operations/applications";

export const GET = serve(readApplication);
export const DELETE = serve(deleteApplication);
