import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { bound, type Place, refusal } from "./dns-wire";
import type { Rule, Verdict, Wire } from "./http-wire";

const opcodeUpdate = 5;

/**
 * The connection to a server that takes updates (RFC 2136), over TCP. An update is a `POST`, everything else a `GET`. Refusals
 * of HTTP become SERVFAIL, and an answer that makes no sense becomes a broken connection.
 */
export async function startUpdateWire(upstream: Place): Promise<Wire> {
  const rules = new Set<Rule>();
  const lost = new Map<string, number>();
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    const outward = connect(upstream.port, upstream.address);
    const end = () => {
      clients.delete(client);
      client.destroy();
      outward.destroy();
    };
    for (const socket of [client, outward]) socket.on("error", end).on("close", end);
    let answers: "pass" | "lose" | "cut" = "pass";
    outward.on("data", (answer) => {
      if (answers === "pass") client.write(answer);
      else if (answers === "lose") end();
      else client.write(answer.subarray(0, Math.ceil(answer.length / 2)), end);
    });
    let rest: Buffer = Buffer.alloc(0);
    let before = Promise.resolve();
    client.on("data", (chunk) => {
      const { messages, rest: left } = messagesIn(Buffer.concat([rest, chunk]));
      rest = left;
      for (const message of messages) before = before.then(() => judge(message));
    });

    async function judge(message: Buffer): Promise<void> {
      const method = (((message[2] ?? 0) >> 3) & 0xf) === opcodeUpdate ? "POST" : "GET";
      const call = { method, path: "/dns" };
      let verdict: Verdict | null = null;
      for (const rule of rules) verdict ??= rule(call);
      switch (verdict?.kind) {
        case "answer":
          if (verdict.status < 400) return end();
          client.write(framed(refusal(message)));
          return;
        case "freeze":
          return;
        case "reset":
          return end();
        case "lose-answer":
          lost.set(call.path, (lost.get(call.path) ?? 0) + 1);
          answers = "lose";
          break;
        case "truncate":
          answers = "cut";
          break;
        case "delay":
          await new Promise((resolve) => setTimeout(resolve, verdict.ms));
      }
      outward.write(framed(message));
    }
  });
  await bound((done) => server.listen(0, "127.0.0.1", done), server);
  const cut = () => {
    for (const client of clients) client.destroy();
  };
  return {
    origin: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    lost,
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Each message follows its length in two octets (RFC 1035, section 4.2.2). */
function messagesIn(octets: Buffer): { messages: Buffer[]; rest: Buffer } {
  const messages: Buffer[] = [];
  let rest = octets;
  while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
    const end = 2 + rest.readUInt16BE(0);
    messages.push(rest.subarray(2, end));
    rest = rest.subarray(end);
  }
  return { messages, rest };
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
