import { type NextRequest, NextResponse } from "next/server";
import { readEnvironment } from "@/lib/server/environment";
import { isSignedIn } from "@/lib/server/http/authentication";

/**
 * Sends a browser without a session to /sign-in, with the page that it requested. Here rather than in a layout,
 * which doesn't know the path and doesn't run again on navigation. The API rejects requests by itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const token = readEnvironment().LAMIA_API_TOKEN;
  if (token === undefined || isSignedIn(request.headers, token)) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const signIn = new URL("/sign-in", request.url);
  if (pathname !== "/") signIn.searchParams.set("next", pathname + search);
  return NextResponse.redirect(signIn);
}

/** Pages only: not the API, the probes, or what Next serves itself. */
export const config = {
  matcher: ["/((?!api/|_next/|sign-in$|healthz$|readyz$|metrics$|icon\\.svg$|favicon\\.ico$).*)"],
};
