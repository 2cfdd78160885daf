import { mostBytes } from "./bounded-message";
import { ProblemError } from "./problem-error";

/** Reads a JSON body, at most as much of it as is taken. `refuseForeign` has looked at its type. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await boundedText(request);
  if (text.trim() === "") throw new ProblemError("bad-request", "The request needs a JSON body.");
  let odd: string | null = null;
  const look = (key: string, value: unknown) => {
    // A field of that name would be lost, or worse, wherever the object is copied.
    if (key === "__proto__") odd = "The body has a field __proto__.";
    if (!isPlainText(key) || (typeof value === "string" && !isPlainText(value)))
      odd = "The body has text that is not Unicode, or the character NUL.";
    return value;
  };
  try {
    const body: unknown = JSON.parse(text, look);
    if (odd === null) return body;
  } catch {
    // The parser's own message quotes the text, which may hold a secret.
    throw new ProblemError("bad-request", "The body is not JSON.");
  }
  throw new ProblemError("bad-request", odd);
}

/** What a database and the API server can hold: no NUL, no half of a surrogate pair. */
export function isPlainText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Stops reading where it is too much: `npm run dev` has no server of our own before the routes. */
async function boundedText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let count = 0;
  try {
    for await (const chunk of body ?? []) {
      count += chunk.byteLength;
      if (count > mostBytes) throw new ProblemError("too-large", "The body is larger than 2 MiB.");
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new ProblemError("bad-request", "The body is not UTF-8.");
  }
}
