import { dropAllDrafts } from "./drafts";
import { request } from "./request";

/** Signs out, and leaves the panel: for the OIDC provider's own page for that, or for the page "Sign in". */
export async function leave(): Promise<void> {
  const answer = await request<{ next: string | null }>("DELETE", "/session").catch(() => null);
  dropAllDrafts();
  window.location.assign(answer?.next ?? "/sign-in");
}
