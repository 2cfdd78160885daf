import { handlers } from "./handlers";

/** What tells who asks, and by which name of the panel. */
const passed = ["authorization", "cookie", "host"];

/**
 * Answers a `GET` of the API without a socket, for pages that the server draws: by the same operation, after the same
 * checks of who asks and from where. `path` stands below /api/v1 and may have a query; `headers` are those of the
 * request for the page.
 */
export function answerInProcess(path: string, headers: Headers): Promise<Response> {
  const given = passed.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return handlers().api(new Request(new URL(`http://in-process/api/v1${path}`), { headers: given }));
}
