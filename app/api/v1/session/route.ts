import { serve } from "@/lib/server/http/serve";
import { signIn, signOut } from "@/lib/server/operations/session";

export const POST = serve(signIn);
export const DELETE = serve(signOut);
