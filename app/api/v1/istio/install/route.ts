import { serve } from "@/lib/server/http/serve";
import { installIstio, readIstioInstallation } from "@/lib/server/operations/istio";

export const GET = serve(readIstioInstallation);
export const POST = serve(installIstio);
