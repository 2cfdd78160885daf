import { operations } from "@/lib/server/operations";
import { openApiDocument } from "./open-api";
import { ProblemError } from "./problem-error";
import { problemResponse, serve } from "./serve";
import { texts } from "./texts";

type Operation = (typeof operations)[number];

/** The operations at one address. Its parts in braces match any text. */
interface Endpoint {
  parts: readonly string[];
  operations: ReadonlyMap<string, Operation>;
}

const base = "/api/v1";

for (const { method, path, open = false, needs } of operations) {
  const isRuled = needs ? needs[1] !== "virtual-cluster" || path.includes("{vc}") : open;
  if (!isRuled) throw new Error(`${method} ${path} doesn't say who may do this`);
}

const endpoints: readonly Endpoint[] = [...Map.groupBy(operations, ({ path }) => path)].map(
  ([path, its]) => ({
    parts: partsOf(path),
    operations: new Map(its.map((operation) => [operation.method.toUpperCase(), operation])),
  }),
);

/** Answers any request below /api/v1 with the operation for its path. */
export async function answerApi(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const parts = partsOf(pathname.slice(base.length));
  // As for a file, HEAD gets the response of GET; whoever sends it leaves out the body.
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (method === "GET" && parts.join("/") === "openapi.json") return Response.json(openApiDocument());
  const endpoint = endpoints.find((each) => isAt(each, parts));
  if (!endpoint) return refused("not-found", texts.nothingHere({ path: pathname, base }));
  const operation = endpoint.operations.get(method);
  if (operation) return serve(operation, request, paramsOf(endpoint, parts));
  const methods = [...endpoint.operations.keys()].join(", ");
  const response = refused("method-not-allowed", `${pathname} takes ${methods}.`);
  response.headers.set("allow", methods);
  return response;
}

function refused(type: ConstructorParameters<typeof ProblemError>[0], detail: string): Response {
  return problemResponse(new ProblemError(type, detail).problem);
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function isAt({ parts }: Endpoint, asked: readonly string[]): boolean {
  return parts.length === asked.length && parts.every((part, at) => isAny(part) || part === asked[at]);
}

function isAny(part: string): boolean {
  return part.startsWith("{");
}

/** The text for each of the address's names. Paths that can't be decoded don't get here, see `guardServer`. */
function paramsOf({ parts }: Endpoint, asked: readonly string[]): Record<string, string> {
  const named = parts.flatMap((part, at) =>
    isAny(part) ? [[part.slice(1, -1), decodeURIComponent(asked[at] ?? "")] as const] : [],
  );
  return Object.fromEntries(named);
}
