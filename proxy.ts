import { type NextRequest, NextResponse } from "next/server";
import { readEnvironment } from "@/lib/server/environment";
import { isSignedIn } from "@/lib/server/http/authentication";

/**
 * Sends a browser without a session to /sign-in, and says where it wanted to go. Here rather than in a layout, which
 * neither knows the address nor runs again when one goes from page to page. The API refuses by itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const token = readEnvironment().LAMIA_API_TOKEN;
  if (token === undefined || isSignedIn(request.headers, token)) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const signIn = new URL("/sign-in", request.url);
  if (pathname !== "/") signIn.searchParams.set("next", pathname + search);
  return NextResponse.redirect(signIn);
}

/** Pages only: not the API, the probes, what Next serves itself. */
export const config = {
  matcher: ["/((?!api/|_next/|sign-in$|healthz$|readyz$|metrics$|icon\\.svg$|favicon\\.ico$).*)"],
};
