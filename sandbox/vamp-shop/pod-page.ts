import type { AppPod, AppRequest, AppResponse } from "./app";
import { escapeHtml } from "./escape-html";
import { page } from "./page";

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #f6f7f9; --line: #cfd6df; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --paper: #12161c; --line: #36404d; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { padding: 2rem; max-width: 36rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1.5rem; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
dl { border-top: 1px solid var(--line); padding-top: 1rem; }`;

/** The page of an app that the sandbox has no program for: which pod answered, and what it was asked. */
export function podPage(pod: AppPod, request: AppRequest): AppResponse {
  const { labels } = pod;
  if (request.path === "/healthz") {
    return { status: 200, headers: { "content-type": "text/plain" }, body: "ok\n" };
  }
  const facts: [string, string][] = [
    ["Pod", pod.name],
    ["Namespace", pod.namespace],
    ["Version", labels.version ?? "not labelled"],
    ["Image", pod.image],
    ["Request", `${request.method} ${request.path}`],
    ["Host", request.headers.host ?? ""],
  ];
  const rows = facts.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("\n");
  const name = labels.app ?? labels["app.kubernetes.io/name"] ?? pod.name;
  const title = labels.version ? `${name} ${labels.version}` : name;
  return page({
    title,
    style,
    body: `<main>\n<h1>${escapeHtml(title)} is up</h1>\n<dl>\n${rows}\n</dl>\n</main>`,
    headers: { "x-pod": pod.name },
  });
}
