import { ProblemError } from "./problem-error";

const mostBytes = 2 * 1024 * 1024;

/** Reads a JSON body of at most 2 MiB; says where it stops being JSON. */
export async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "" && type !== "application/json" && !type.endsWith("+json"))
    throw new ProblemError("unsupported-media-type", `Send application/json, not ${type}.`);
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw tooLarge();
  const text = await request.text();
  if (Buffer.byteLength(text) > mostBytes) throw tooLarge();
  if (text.trim() === "") throw new ProblemError("bad-request", "The request needs a JSON body.");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold a secret.
    throw new ProblemError("bad-request", "The body is not JSON.");
  }
}

function tooLarge(): ProblemError {
  return new ProblemError("too-large", "The body is larger than 2 MiB.");
}
