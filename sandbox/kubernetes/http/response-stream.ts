import type { ServerResponse } from "node:http";

/** What a client may leave unread before its stream is ended: some thousand events. */
const mostUnreadBytes = 16 * 1024 * 1024;
/** How long a client has to read the rest of a stream that has ended. */
const lastReadMilliseconds = 30_000;

/** A response that goes on until somebody ends it: a watch, or a log that is followed. */
export interface ResponseStream {
  /** Sends text, or ends the stream of a client that does not keep up. Does nothing once the stream has ended. */
  write(text: string): void;
  /** Sends text of any length that is there from the start, which is not held against the client. */
  writeStanding(text: string): void;
  /** Ends the stream in order: what was written still arrives. */
  end(): void;
}

/**
 * Streams to a client that may be slow or gone. A response takes no text between its end and its close – Node raises
 * an error that ends the process – and a slow client keeps these far apart. One that does not read what it asked for
 * is cut off in order, as the API server does it, and resumes from the last version that it has seen.
 * @param onEnd releases what feeds the stream: called once, at the stream's end or when the client is gone
 */
export function streamTo(response: ServerResponse, onEnd: () => void): ResponseStream {
  let hasEnded = false;
  let standingBytes = 0;
  const release = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd();
  };
  const end = (): void => {
    if (hasEnded) return;
    release();
    response.end();
    const lastRead = setTimeout(() => response.destroy(), lastReadMilliseconds).unref();
    response.once("close", () => clearTimeout(lastRead));
  };
  response.on("drain", () => {
    standingBytes = 0;
  });
  if (response.destroyed) release();
  else response.once("close", release);
  return {
    write(text) {
      if (hasEnded) return;
      response.write(text);
      if (response.writableLength > standingBytes + mostUnreadBytes) end();
    },
    writeStanding(text) {
      if (hasEnded) return;
      response.write(text);
      standingBytes = response.writableLength;
    },
    end,
  };
}
