import { vi } from "vitest";

/** Counts the requests of this process by `fetch`, and lets a test answer some of them itself. */
export function watchRequests(answer: (url: string, init: RequestInit) => Response | null = () => null) {
  const genuine = globalThis.fetch;
  const requests: string[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    requests.push(`${init.method} ${new URL(url).pathname}`);
    const own = answer(url, init);
    return own ? Promise.resolve(own) : genuine(url, init);
  });
  return { requests, stop: () => vi.unstubAllGlobals() };
}
