import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { handlers } from "@/lib/server/http/handlers";
import { nonceHeader, pageContentSecurityPolicy } from "@/lib/server/http/security-headers";

/**
 * Sends a browser without a session to /sign-in, with the page that it requested, a user without any role to a page
 * that says so, and one without the second factor that the installation requires to the page that sets one up. Here rather than in a layout,
 * which doesn't know the path and doesn't run again on navigation. The API rejects requests by itself.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const isOpen = pathname === signInPath || pathname.startsWith(`${signInPath}/`);
  if (isOpen) return withPolicy(request);
  const standing = await handlers().standing(request.headers);
  const isTheirs = pathname === "/account";
  if (standing === "in" || (standing === "no-role" && isTheirs)) return withPolicy(request);
  if (standing === "no-factor")
    return NextResponse.redirect(new URL(`${signInPath}/second-factor`, request.url));
  if (standing === "no-role") return NextResponse.redirect(new URL(`${signInPath}/no-role`, request.url));
  const signIn = new URL(signInPath, request.url);
  if (pathname !== "/") signIn.searchParams.set("next", pathname + search);
  return NextResponse.redirect(signIn);
}

const signInPath = "/sign-in";

/** The page with a Content-Security-Policy of its own. Next finds the nonce for its scripts in the request's policy. */
function withPolicy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = pageContentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(nonceHeader, nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Pages only: not the API, the probes, or what Next serves itself. */
export const config = {
  matcher: ["/((?!api/|_next/|healthz$|readyz$|metrics$|icon\\.svg$|favicon\\.ico$).*)"],
};
