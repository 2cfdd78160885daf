/**
 * Where to go after signing in: a path of this panel, or "/" for anything else. The value comes from the URL, which
 * anybody may have written ("//elsewhere.example" is another site).
 */
export function safeNextPath(next: string | null | undefined): string {
  if (!next?.startsWith("/")) return "/";
  try {
    const url = new URL(next, "http://panel.invalid");
    const path = url.pathname + url.search + url.hash;
    return url.host === "panel.invalid" && !path.startsWith("//") && url.pathname !== "/sign-in" ? path : "/";
  } catch {
    return "/";
  }
}
