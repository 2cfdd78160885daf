import { serve } from "@/lib/server/http/serve";
import { search } from "@/lib/server/operations/overview";

export const GET = serve(search);
