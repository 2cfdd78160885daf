import { IncomingMessage } from "node:http";
import { ProblemError } from "./problem-error";
import { texts } from "./texts";

/** A body of the API: the largest is YAML to import. */
export const mostBytes = 2 * 1024 * 1024;

/**
 * Some clients read the response only after they have sent everything, so that they can see why they were rejected.
 * Beyond this, nothing more is read.
 */
const mostThrownAway = 512 * 1024;

/**
 * A request whose body is counted as it arrives, before anybody reads it. Node's server takes the request class as
 * an option, and its parser passes every piece of a body to `push`, so nothing past the limit is ever kept.
 */
export class BoundedMessage extends IncomingMessage {
  #limit = Number.POSITIVE_INFINITY;
  #count = 0;
  #isWhole = false;
  #isDropped = false;
  #settle: ((isWithin: boolean) => void) | undefined;

  /** Until `whole` says what the sender may send, which may take a look into the database. */
  keepAtMost(limit: number): void {
    this.#limit = limit;
  }

  /**
   * Resolves with true when the body is complete, or with false as soon as it is longer than `limit` bytes or the
   * client disconnects. From then on, the rest is discarded, and finally not read any more.
   */
  whole(limit: number): Promise<boolean> {
    this.#limit = limit;
    if (Number(this.headers["content-length"] ?? 0) > limit || this.#count > limit) this.#isDropped = true;
    if (this.#isWhole || this.#isDropped) return Promise.resolve(!this.#isDropped);
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.once("close", () => resolve(this.#isWhole));
    });
  }

  override push(chunk: Uint8Array | null, encoding?: BufferEncoding): boolean {
    if (chunk === null) {
      this.#isWhole = true;
      this.#settle?.(!this.#isDropped);
      return super.push(null);
    }
    this.#count += chunk.length;
    if (this.#count > this.#limit && !this.#isDropped) {
      this.#isDropped = true;
      // What has been kept so far goes, too.
      this.resume();
      this.#settle?.(false);
    }
    if (this.#isDropped && this.#count > this.#limit + mostThrownAway) this.socket.pause();
    // True: go on. Nobody reads until the body is complete, so the stream's own limit must not stop the socket.
    if (this.#isDropped) return true;
    super.push(chunk, encoding);
    return true;
  }
}

/** Reads a JSON body up to the maximum size. `refuseForeign` has checked its type. */
export async function readBody(request: Request, isOptional = false): Promise<unknown> {
  const text = await boundedText(request);
  if (text.trim() === "" && isOptional) return {};
  if (text.trim() === "") throw new ProblemError("bad-request", texts.bodyNeeded);
  if (isTooDeep(text)) throw new ProblemError("bad-request", texts.bodyTooDeep({ most: deepest }));
  let odd: string | null = null;
  const reviver = (key: string, value: unknown) => {
    // A field of that name would be lost, or worse, wherever the object is copied.
    if (key === "__proto__") odd = texts.protoField;
    if (!isPlainText(key) || (typeof value === "string" && !isPlainText(value))) odd = texts.bodyNotUnicode;
    return value;
  };
  try {
    const body: unknown = JSON.parse(text, reviver);
    if (odd === null) return body;
  } catch {
    // The parser's own message quotes the text, which may contain a secret.
    throw new ProblemError("bad-request", texts.notJson);
  }
  throw new ProblemError("bad-request", odd);
}

/** Reads a form that isn't a browser's: an OIDC provider sends one (`formPath`). */
export async function readForm(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await boundedText(request));
}

/** Deeper than any Kubernetes object, also as YAML (`lib/istio/yaml`). Whatever processes a body is recursive. */
const deepest = 100;
const [quote, backslash] = ['"', "\\"].map((sign) => sign.charCodeAt(0));
const opening = new Set([..."[{"].map((sign) => sign.charCodeAt(0)));
const closing = new Set([..."]}"].map((sign) => sign.charCodeAt(0)));

/** Found in the text, because the parser is recursive, too. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInString && code === backslash) index++;
    else if (code === quote) isInString = !isInString;
    else if (!isInString && opening.has(code) && ++depth > deepest) return true;
    else if (!isInString && closing.has(code)) depth--;
  }
  return false;
}

/** What a database and the API server can store: no NUL, no unpaired surrogate. */
export function isPlainText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Stops reading at the limit: `npm run dev` has no server of ours in front of the routes. */
async function boundedText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let count = 0;
  try {
    for await (const chunk of body ?? []) {
      count += chunk.byteLength;
      if (count > mostBytes) throw new ProblemError("too-large", texts.bodyTooLarge);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new ProblemError("bad-request", texts.bodyNotUtf8);
  }
}
