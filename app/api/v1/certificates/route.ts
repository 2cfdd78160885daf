import { serve } from "@/lib/server/http/serve";
import { listCertificates } from "@/lib/server/operations/certificates";

export const GET = serve(listCertificates);
