import { serve } from "@/lib/server/http/serve";
import { patchMetadataOperation, readMetadataOperation } from "@/lib/server/operations/metadata";

export const GET = serve(readMetadataOperation);
export const PATCH = serve(patchMetadataOperation);
