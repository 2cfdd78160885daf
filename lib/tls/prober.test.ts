import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { HttpAsk, Prober } from "@/lib/gateway/prober";
import { allowedTargets } from "@/lib/net/addresses";
import { strangeTargets } from "@/lib/net/strange-targets";
import { sandboxRoot } from "@/sandbox/pki/root";
import { tlsProber } from "./prober";

const host = "shop.test";
let directory: string;
let server: Server;
let pair: { cert: string; key: string };
let serial: string;
let seen: IncomingMessage[] = [];
let handle: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "lamia-prober-"));
  const root = await sandboxRoot(directory);
  const issued = await root.issueServerCertificate([host], []);
  pair = { cert: issued.certificatePem, key: issued.keyPem };
  serial = new X509Certificate(pair.cert).serialNumber.replace(/^0+(?=.)/, "");
  server = createServer(pair, (request, response) => {
    seen.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  seen = [];
  handle = (_request, response) => response.end("hello");
});

const prober = () => {
  const { port } = server.address() as AddressInfo;
  const rule = { from: { address: "192.0.2.10", port: 443 }, to: { address: "127.0.0.1", port } };
  return tlsProber([rule], () => false);
};
const anywhere = () => tlsProber([], () => true);
const ask = (rest: Partial<HttpAsk> = {}): HttpAsk => ({
  scheme: "https",
  address: "192.0.2.10",
  port: 443,
  host,
  path: "/healthz?full=1",
  serial,
  ...rest,
});

test("a handshake recognizes a certificate whose root browsers don't know", async () => {
  expect(await prober().handshake("192.0.2.10", 443, host)).toEqual({
    serial,
    issuer: "Lamia Sandbox Root",
    names: [host],
    trusted: false,
  });
});

test.for(["TLSv1.2", "TLSv1.3"] as const)(
  "a handshake with %s tells the certificate of a server that demands the client's",
  async (version) => {
    const demanding = createTlsServer({
      ...pair,
      ca: pair.cert,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: version,
    });
    await new Promise<void>((resolve) => demanding.listen(0, "127.0.0.1", resolve));
    const { port } = demanding.address() as AddressInfo;
    expect(await anywhere().handshake("127.0.0.1", port, host)).toMatchObject({
      serial,
      names: [host],
      trusted: version === "TLSv1.2" ? null : false,
    });
    demanding.close();
  },
);

test("a handshake that fails before the certificate is reported as such", async () => {
  const other = createTlsServer({ ...pair, ciphers: "PSK", maxVersion: "TLSv1.2" });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(anywhere().handshake("127.0.0.1", port, host)).rejects.toMatchObject({
    kind: "unreachable",
  });
  other.close();
});

describe("a request", () => {
  test("asks for the host at the address, and passes on only the head of the answer", async () => {
    handle = (_request, response) => {
      response.writeHead(404, {
        server: "istio-envoy",
        "x-envoy-upstream-service-time": "7",
        "set-cookie": "session=secret",
        "content-type": "text/plain",
      });
      response.end("a body that says a secret");
    };
    const reply = await prober().request(ask());
    expect(reply).toEqual({
      status: 404,
      location: null,
      server: "istio-envoy",
      contentType: "text/plain",
      upstreamMs: 7,
      reason: null,
      names: [host],
      milliseconds: expect.any(Number),
    });
    expect(
      seen.map(({ method, url, headers }) => [method, url, headers.host, headers["user-agent"]]),
    ).toEqual([["GET", "/healthz?full=1", host, "Lamia"]]);
    expect(Object.keys(seen[0]?.headers ?? {})).not.toContain("cookie");
  });

  test("doesn't follow a redirect", async () => {
    handle = (_request, response) => response.writeHead(302, { location: "https://other.test/" }).end();
    expect(await prober().request(ask())).toMatchObject({ status: 302, location: "https://other.test/" });
    expect(seen).toHaveLength(1);
  });

  test("says why Envoy answered by itself, and nothing of an app's answer", async () => {
    const body = "no healthy upstream";
    handle = (_request, response) =>
      response.writeHead(503, { server: "istio-envoy", "content-type": "text/plain" }).end(body);
    expect(await prober().request(ask())).toMatchObject({ upstreamMs: null, reason: body });
    handle = (_request, response) =>
      response.writeHead(503, { server: "nginx", "content-type": "text/plain" }).end(body);
    expect(await prober().request(ask())).toMatchObject({ server: "nginx", reason: null });
  });

  test("is not sent to a server with another certificate", async () => {
    await expect(prober().request(ask({ serial: "BAD" }))).rejects.toMatchObject({ kind: "conflict" });
    expect(seen).toEqual([]);
  });

  test("doesn't wait for an endless body", async () => {
    handle = (_request, response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write("x".repeat(65_536)), 1);
      response.on("close", () => clearInterval(more));
    };
    expect(await prober().request(ask())).toMatchObject({ status: 200 });
  });

  test("limits the head of the answer", async () => {
    handle = (_request, response) => response.writeHead(200, { big: "x".repeat(40_000) }).end();
    await expect(prober().request(ask())).rejects.toMatchObject({
      kind: "unreachable",
      message: expect.stringContaining("more than 16 KiB"),
    });
  });

  test("says that a connection was closed without an answer", async () => {
    handle = (request) => request.socket.destroy();
    await expect(prober().request(ask())).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("over plain HTTP needs no certificate, and anything other than HTTP is reported", async () => {
    const plain = createTcpServer((socket) => socket.end("SSH-2.0-x\r\n"));
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const { port } = plain.address() as AddressInfo;
    const asked = ask({ scheme: "http", address: "127.0.0.1", port, serial: null });
    await expect(anywhere().request(asked)).rejects.toMatchObject({ kind: "unreachable" });
    plain.close();
  });
});

describe("an address that a strange zone names", () => {
  const mayAsk = strangeTargets({ allowed: allowedTargets([]), allowLoopback: false });
  const port = () => (server.address() as AddressInfo).port;
  const asks = (address: string, prober: Prober) => [
    prober.handshake(address, port(), host),
    prober.request(ask({ address, port: port(), serial: null })),
    prober.request(ask({ scheme: "http", address, port: port(), serial: null })),
  ];
  /** Resolves a name to these addresses, one after the other. */
  const answers = (...addresses: string[]) =>
    vi.fn((_name: string, options: { all?: boolean }, callback: (...result: unknown[]) => void) => {
      const address = addresses.length > 1 ? addresses.shift() : addresses[0];
      if (options.all) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    });

  test.each(["127.0.0.1", "::1", "169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254"])(
    "gets no connection from a walk: %s",
    async (address) => {
      for (const asked of asks(address, tlsProber([], mayAsk)))
        await expect(asked).rejects.toThrow("LAMIA_ALLOWED_TARGETS");
      expect(seen).toEqual([]);
    },
  );

  test("gets none by a name either, whatever it stood for before", async () => {
    const lookup = answers("127.0.0.1");
    for (const asked of asks("rebound.test", tlsProber([], mayAsk, lookup as LookupFunction)))
      await expect(asked).rejects.toThrow("LAMIA_ALLOWED_TARGETS");
    expect(lookup).toHaveBeenCalledTimes(3);
    expect(seen).toEqual([]);
  });

  test("is resolved once, and the connection goes to the address that was checked", async () => {
    const lookup = answers("127.0.0.1", "169.254.169.254");
    const checked = vi.fn((address: string) => address === "127.0.0.1");
    const prober = tlsProber([], checked, lookup as LookupFunction);
    expect(await prober.handshake("rebound.test", port(), host)).toMatchObject({ serial });
    expect(checked.mock.calls).toEqual([["127.0.0.1"]]);
    await expect(prober.handshake("rebound.test", port(), host)).rejects.toThrow("LAMIA_ALLOWED_TARGETS");
  });

  test("is connected to if whoever runs Lamia has listed it", async () => {
    const listed = strangeTargets({ allowed: allowedTargets(["127.0.0.0/8"]), allowLoopback: false });
    expect(await tlsProber([], listed).handshake("127.0.0.1", port(), host)).toMatchObject({ serial });
  });
});
