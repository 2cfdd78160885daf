import type { StreamMessage } from "@/lib/api/stream";
import type { Shown } from "../access/discreet";
import type { Stream } from "../stream";

/** Comments keep proxies from closing a quiet stream. */
const heartbeatInMs = 15_000;
/** A reader that is this many messages behind is disconnected; it reconnects and fetches everything again. */
const mostWaiting = 1000;

/** Whether its reader is still signed in with the same roles, which is looked up with every heartbeat and whenever something changes. */
interface Reader {
  /** Throws while that isn't known. */
  isAllowed(): Promise<boolean>;
  onChange(listener: () => void): () => void;
  mayRead(message: StreamMessage): boolean;
  shown: Shown;
  /** How often to look, if that is more often; the cluster's RBAC tells nobody of changes. */
  lookAgainInMs: number | null;
}

/** The stream of `GET /events`: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function eventStream(stream: Stream, signal: AbortSignal, reader: Reader): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -mostWaiting) end();
          else controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = stream.subscribe((message) => {
          if (reader.mayRead(message)) write(asText(reader.shown(message)));
          if (message.type === "leaving") end();
        });
        const endIfOut = () => {
          reader.isAllowed().then(
            (isAllowed) => isAllowed || end(),
            () => {},
          );
        };
        const heartbeat = setInterval(() => {
          write(": still here\n\n");
          endIfOut();
        }, heartbeatInMs);
        const look = reader.lookAgainInMs === null ? null : setInterval(endIfOut, reader.lookAgainInMs);
        const forget = reader.onChange(endIfOut);
        let ended = false;
        end = () => {
          if (ended) return;
          ended = true;
          clearInterval(heartbeat);
          if (look !== null) clearInterval(look);
          forget();
          unsubscribe();
          try {
            controller.close();
          } catch {
            // The reader has already gone.
          }
        };
        signal.addEventListener("abort", end);
        write("retry: 1000\n");
        write(asText({ type: "hello", serverTime: new Date().toISOString() }));
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: 16 }),
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function asText({ type, ...rest }: StreamMessage): string {
  return `event: ${type}\ndata: ${JSON.stringify(rest)}\n\n`;
}
