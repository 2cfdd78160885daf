import { serve } from "@/lib/server/http/serve";
import { dnsPreview } from "@/lib/server/operations/gateways";

export const GET = serve(dnsPreview);
