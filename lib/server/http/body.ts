import { mostBytes } from "./bounded-message";
import { ProblemError } from "./problem-error";

/** Reads a JSON body, at most as much of it as is taken. `refuseForeign` has looked at its type. */
export async function readBody(request: Request): Promise<unknown> {
  const text = await boundedText(request);
  if (text.trim() === "") throw new ProblemError("bad-request", "The request needs a JSON body.");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold a secret.
    throw new ProblemError("bad-request", "The body is not JSON.");
  }
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
