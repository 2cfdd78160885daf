import { createHmac } from "node:crypto";
import { decode } from "dns-packet";
import { afterEach, expect, test, vi } from "vitest";
import { SecretText } from "@/lib/model/secret-text";
import { sign, type TsigKey, verifier } from "./tsig";
import { nameOctets, queryMessage } from "./wire";

const secretOf = (octet: number) => new SecretText(Buffer.alloc(32, octet).toString("base64"));
const key: TsigKey = { name: "lamia", algorithm: "hmac-sha256", secret: secretOf(7) };
const query = queryMessage(4711, "example.net", "SOA");
afterEach(() => void vi.useRealTimers());

/** Problems of a server's signed answers to one request, in order. */
function problemsOf(requestMac: Buffer, answers: readonly Buffer[], by: TsigKey = key) {
  const check = verifier(by, requestMac);
  return {
    problems: answers.map((answer) => check.problem(answer, decode(answer))),
    isWhole: check.isWhole(),
  };
}

test("a request carries the MAC of RFC 8945, section 4.3, over the message and the variables", () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  const { message, mac } = sign(query, key);
  const time = Buffer.from("00006553f100", "hex");
  const variables = [
    nameOctets("lamia"),
    Buffer.from("00ff00000000", "hex"),
    nameOctets("hmac-sha256"),
    time,
  ];
  const rest = Buffer.from("012c00000000", "hex");
  const expected = createHmac("sha256", Buffer.alloc(32, 7))
    .update(Buffer.concat([query, ...variables, rest]))
    .digest();
  expect(mac).toEqual(expected);
  expect(decode(message).additionals?.at(-1)).toMatchObject({ name: "lamia", type: "TSIG", class: "ANY" });
  expect(message.readUInt16BE(10)).toBe(1);
});

test("an answer that was changed, or signed for another request, with another secret, or not at all, is rejected", () => {
  const { message, mac } = sign(query, key);
  // Without an earlier MAC, a request verifies like an answer to nothing, which is enough to see the signature fail.
  const changed = Buffer.from(message);
  changed[3] = 5;
  for (const answer of [message, changed, query]) {
    const { problems } = problemsOf(mac, [answer]);
    expect(problems).toEqual([{ kind: "unsigned" }]);
  }
  const other = { ...key, secret: secretOf(8) };
  expect(problemsOf(mac, [message], other).problems).toEqual([{ kind: "unsigned" }]);
});

/** Signs an answer as a server does: the MAC of the request, or of the previous answer, comes first. */
function answerTo(
  previous: Buffer,
  {
    isFirst = true,
    atSeconds = Math.floor(Date.now() / 1_000),
    error = 0,
    other = Buffer.alloc(0) as Buffer,
  } = {},
) {
  // The error code, and the octets that explain it (RFC 8945, section 4.2).
  const said = Buffer.concat([Buffer.from([0, error, 0, other.length]), other]);
  const body = queryMessage(4711, "example.net", "SOA");
  body[2] = 0x84;
  const time = Buffer.alloc(6);
  time.writeUIntBE(atSeconds, 0, 6);
  const fudge = Buffer.from([1, 44]);
  const variables = isFirst
    ? [nameOctets("lamia"), Buffer.from("00ff00000000", "hex"), nameOctets("hmac-sha256"), time, fudge, said]
    : [time, fudge];
  const length = Buffer.from([0, previous.length]);
  const mac = createHmac("sha256", Buffer.alloc(32, 7))
    .update(Buffer.concat([length, previous, body, ...variables]))
    .digest();
  const data = Buffer.concat([
    nameOctets("hmac-sha256"),
    time,
    fudge,
    Buffer.from([0, 32]),
    mac,
    body.subarray(0, 2),
    said,
  ]);
  const record = Buffer.concat([
    nameOctets("lamia"),
    Buffer.from("00fa00ff00000000", "hex"),
    Buffer.from([0, data.length]),
    data,
  ]);
  const message = Buffer.concat([body, record]);
  message[11] = 1;
  return { message, mac };
}

test("answers of a transfer are verified one after another, and the last one has to be signed", () => {
  const { mac } = sign(query, key);
  const first = answerTo(mac);
  const second = answerTo(first.mac, { isFirst: false });
  expect(problemsOf(mac, [first.message, second.message])).toEqual({ problems: [null, null], isWhole: true });
  expect(problemsOf(mac, [first.message, query])).toEqual({ problems: [null, null], isWhole: false });
  expect(problemsOf(mac, [second.message]).problems).toEqual([{ kind: "unsigned" }]);
  const many = Array.from({ length: 100 }, () => query);
  expect(problemsOf(mac, [first.message, ...many]).problems.at(-1)).toEqual({ kind: "unsigned" });
});

test("an answer from another time is rejected, even if its signature is right", () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  const { mac } = sign(query, key);
  const at = (atSeconds: number) => problemsOf(mac, [answerTo(mac, { atSeconds }).message]).problems;
  expect(at(1_700_000_300)).toEqual([null]);
  expect(at(1_700_000_301)).toEqual([{ kind: "clock", aheadSeconds: 301 }]);
  expect(at(1_699_999_699)).toEqual([{ kind: "clock", aheadSeconds: -301 }]);
});

test("a server that finds the request too old gives its own time, if that has six octets", () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  const { mac } = sign(query, key);
  const clock = Buffer.alloc(6);
  clock.writeUIntBE(1_700_000_900, 0, 6);
  const said = (error: number, other: Buffer) =>
    problemsOf(mac, [answerTo(mac, { error, other }).message]).problems;
  const badTime = 18;
  expect(said(badTime, clock)).toEqual([{ kind: "clock", aheadSeconds: 900 }]);
  expect(said(badTime, clock.subarray(1))).toEqual([null]);
  expect(said(0, clock)).toEqual([null]);
  expect(said(17, Buffer.alloc(0))).toEqual([{ kind: "unknown-key" }]);
  expect(said(16, Buffer.alloc(0))).toEqual([{ kind: "wrong-secret" }]);
});
