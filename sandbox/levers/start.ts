import { createServer } from "node:http";
import { listenHttp, readText, sendJson, sendProblem } from "@/sandbox/http-server";
import { type Counts, type Levers, readLevers } from "./levers";

/**
 * Serves the outside controls: `GET|PATCH {url}` reads and merges the levers, `GET {url}/counts` reads what was counted.
 * The two objects are the ones that every part of the sandbox reads and adds to.
 */
export async function startLevers(options: {
  address: string;
  port: number;
  levers: Levers;
  counts: Counts;
  /** Called with the fields of each PATCH after they were set. */
  onSet?: (changed: Partial<Levers>) => void;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { address, levers, counts } = options;
  const server = createServer(async (request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const reads = request.method === "GET" || request.method === "HEAD";
    if (path === "/levers/counts" && reads) return sendJson(response, 200, counts);
    if (path !== "/levers")
      return sendProblem(response, 404, "Not found", "There are /levers and /levers/counts.");
    if (reads) return sendJson(response, 200, levers);
    if (request.method !== "PATCH") {
      response.setHeader("allow", "GET, PATCH");
      return sendProblem(response, 405, "Method not allowed", "Levers take GET and PATCH.");
    }
    let input: unknown;
    try {
      input = JSON.parse(await readText(request, 65_536));
    } catch {
      return sendProblem(response, 400, "Not JSON", "The body must be a JSON object of levers.");
    }
    const read = readLevers(input);
    if (read.mistakes) {
      const detail = read.mistakes
        .map(({ path: field, message }) => `${field || "The body"} ${message}`)
        .join("; ");
      return sendProblem(response, 400, "Not valid levers", `${detail}.`, read.mistakes);
    }
    Object.assign(levers, read.levers);
    options.onSet?.(read.levers);
    return sendJson(response, 200, levers);
  });
  const { port, close } = await listenHttp(server, address, options.port);
  return { url: `http://${address}:${port}/levers`, close };
}
