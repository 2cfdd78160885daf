import type { AppResponse } from "./app";
import { escapeHtml } from "./escape-html";

interface Page {
  title: string;
  style: string;
  body: string;
  status?: number;
  headers?: Record<string, string>;
}

/** A whole HTML document; it loads nothing from anywhere else. */
export function page({ title, style, body, status = 200, headers = {} }: Page): AppResponse {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`,
  };
}
