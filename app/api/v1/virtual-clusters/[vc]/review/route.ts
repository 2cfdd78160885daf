import { serve } from "@/lib/server/http/serve";
import { review } from "@/lib/server/operations/objects";

export const POST = serve(review);
