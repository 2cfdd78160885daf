import { guardServer } from "@/lib/server/http/web-server";
import { readEnvironment } from "../environment";

/**
 * The web server's guard in front of a handler that keeps whatever it receives, as a process whose memory a test
 * can measure.
 */
const server = guardServer(
  readEnvironment(),
  { onSlowed: report, onLimited: report },
  async (request, response) => {
    // As the API answers.
    if (request.headers["x-answer"] !== undefined) response.statusCode = Number(request.headers["x-answer"]);
    const kept: Buffer[] = [];
    for await (const chunk of request) kept.push(chunk as Buffer);
    response.end(String(Buffer.concat(kept).length));
  },
);
function report(client: string, why: number | string): void {
  console.log(`${client} waits ${why}`);
}
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address?.port);
});
