import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A server in its own process, whose memory is measured while it receives bodies that are too long. */
const token = "a-token-of-sixteen";
const mebibyte = 1024 * 1024;
let server: ChildProcess;
let port: number;

beforeAll(async () => {
  const file = join(import.meta.dirname, "..", "testing", "guarded-process.ts");
  server = spawn(process.execPath, ["--import", "tsx", file], {
    env: { ...process.env, LAMIA_API_TOKEN: token, LAMIA_TRUSTED_PROXIES: "127.0.0.0/8" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout ?? server, "data");
  port = Number(line);
  // What the process allocates once, for any request.
  for (const announced of [true, false, true, false]) await send({ size: 300_000_000, announced });
});
afterAll(async () => {
  server.kill();
  await once(server, "exit");
});

test("every answer tells browsers not to run it, guess its type, or let other sites use it", async () => {
  for (const path of ["/api/v1/session", "/%ff"]) {
    const { headers } = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("strict-transport-security")).toBeNull();
  }
  const forwarded = { "x-forwarded-proto": "https" };
  const { headers } = await fetch(`http://127.0.0.1:${port}/api/v1/session`, { headers: forwarded });
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("an idle connection outlasts the minute for which proxies keep theirs", async () => {
  const { headers } = await fetch(`http://127.0.0.1:${port}/api/v1/session`);
  expect(headers.get("keep-alive")).toBe("timeout=75");
});

describe("whoever sends wrong tokens", () => {
  const client = "198.51.100.7";
  /** The guarded server answers with the status in `x-answer`, as the API would. */
  const sendToken = (how: RequestInit & { from?: string; answer?: number }) =>
    fetch(`http://127.0.0.1:${port}/api/v1/session`, {
      ...how,
      headers: {
        "x-forwarded-for": how.from ?? client,
        "x-answer": String(how.answer ?? 200),
        ...how.headers,
      },
    });
  const signIn = (answer: number, from?: string) =>
    sendToken({
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      answer,
      ...(from ? { from } : {}),
    });

  test.each([
    ["/api/v1/./session", "203.0.113.1"],
    ["/api/v1/x/../session", "203.0.113.2"],
    ["/api/v1/%2e/session", "203.0.113.3"],
    ["/api/v1/session/", "203.0.113.4"],
    ["/api/v1/%73ession?x", "203.0.113.5"],
  ])("has to wait, however the path is written: %s", async (path, from) => {
    const tryOnce = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { "x-forwarded-for": from, "x-answer": "401", "content-type": "application/json" };
        const sending = request({ port, host: "127.0.0.1", method: "POST", path, headers, agent: false });
        sending.on("error", reject);
        sending.once("response", (response) => {
          response.resume();
          response.once("end", () => resolve(response.statusCode));
        });
        sending.end("{}");
      });
    for (let tries = 0; tries < 5; tries++) expect(await tryOnce()).toBe(401);
    await expect.poll(tryOnce).toBe(429);
  });

  test("has to wait, is told how long, and is reported; others and the right token are not delayed", async () => {
    // What the tests before this one caused may be told only now.
    let told = "";
    server.stdout?.on("data", (text) => {
      told += text;
    });
    for (let tries = 0; tries < 5; tries++) expect((await signIn(401)).status).toBe(401);
    await expect.poll(() => told.split("\n")).toContain(`${client} waits 30`);
    const refused = await signIn(200);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(20);
    expect(await refused.json()).toMatchObject({
      type: "urn:lamia:problem:too-many-requests",
      detail: expect.stringMatching(/^Too many wrong tokens. Try again in \d+ seconds\.$/),
    });
    expect((await sendToken({ headers: { authorization: "Bearer not the right one" } })).status).toBe(429);
    expect((await sendToken({ headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await signIn(200, "198.51.100.8")).status).toBe(200);
  });
});

test("whoever sends too many requests hears it in place of the answer, and when to come back", async () => {
  const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": "198.51.100.9" };
  const ask = (accept: string, from = {}) =>
    fetch(`http://127.0.0.1:${port}/api/v1/diagnosis?host=a.test`, {
      headers: { ...headers, accept, ...from },
    });
  for (let count = 0; count < 60; count++) expect((await ask("application/json")).status).toBe(200);
  const refused = await ask("application/json");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({
    type: "urn:lamia:problem:too-many-requests",
    detail: expect.stringMatching(/^This client asked for more than 60 diagnoses within a minute\./),
  });
  const page = await ask("text/html,*/*");
  expect(page.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await page.text()).toContain("This client asked for more than 60 diagnoses");
  expect((await ask("application/json", { "x-forwarded-for": "198.51.100.10" })).status).toBe(200);
});

interface Sent {
  status: number | undefined;
  connection: string | undefined;
  text: string;
  /** The maximum growth of the process meanwhile, in MiB. */
  growth: number;
}

interface What {
  method?: string;
  path?: string;
  size: number;
  announced?: boolean;
  isSignedIn?: boolean;
}

function residentInMiB(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1024;
}

async function send({ method = "POST", path = "/api/v1/session", size, ...how }: What): Promise<Sent> {
  const { announced = true, isSignedIn = false } = how;
  const before = residentInMiB();
  let most = before;
  const looks = setInterval(() => {
    most = Math.max(most, residentInMiB());
  }, 10);
  const headers = {
    "content-type": "application/json",
    ...(isSignedIn ? { authorization: `Bearer ${token}` } : {}),
    ...(announced ? { "content-length": size } : { "transfer-encoding": "chunked" }),
  };
  const sending = request({ port, host: "127.0.0.1", method, path, headers, agent: false });
  let isOver = false;
  const answered = new Promise<Omit<Sent, "growth">>((resolve, reject) => {
    sending.on("error", reject);
    sending.once("response", async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ status: response.statusCode, connection: response.headers.connection, text });
      isOver = true;
      sending.destroy();
    });
  });
  const piece = Buffer.alloc(Math.min(size, mebibyte), " ");
  const write = async () => {
    for (let sent = 0; sent < size && !isOver; sent += piece.length)
      if (!sending.write(piece.subarray(0, size - sent)))
        await Promise.race([once(sending, "drain"), once(sending, "close")]);
    if (!isOver) sending.end();
  };
  const [answer] = await Promise.all([answered, write()]);
  clearInterval(looks);
  return { ...answer, growth: Math.max(most, residentInMiB()) - before };
}

describe("a body that is too long", () => {
  test.each([
    { isSignedIn: false, announced: true },
    { isSignedIn: false, announced: false },
    { isSignedIn: true, announced: true },
    { isSignedIn: true, announced: false },
  ])(
    "is refused while it arrives: 300 MB to the sign-in route cost less than 2 MB of memory, %j",
    async (how) => {
      const sent = await send({ size: 300_000_000, ...how });
      expect(sent).toMatchObject({ status: 413, connection: "close" });
      expect(JSON.parse(sent.text)).toMatchObject({ type: "urn:lamia:problem:too-large" });
      expect(sent.growth * mebibyte).toBeLessThan(2_000_000);
    },
  );

  test("costs no more than what users may send to any other route", async () => {
    for (const announced of [true, false]) {
      const sent = await send({ path: "/api/v1/import", size: 300_000_000, isSignedIn: true, announced });
      expect(sent.status).toBe(413);
      expect(sent.growth).toBeLessThan(2 + 1);
    }
  });

  test.each(["POST", "PUT", "PATCH", "DELETE", "GET"])(
    "is refused wherever it is sent, by each method: %s",
    async (method) => {
      for (const path of ["/", "/sign-in", "/api/v1/session", "/api/v1/no-such-thing", "/metrics"])
        for (const announced of [true, false]) {
          const answer = await send({ method, path, size: 3 * mebibyte, announced, isSignedIn: true });
          expect(answer, `${method} ${path}`).toMatchObject({ status: 413, connection: "close" });
        }
    },
  );

  test("from a stranger is one of more than 16 KiB", async () => {
    expect(await send({ size: 16 * 1024 })).toMatchObject({ status: 200, text: "16384" });
    expect(await send({ size: 16 * 1024 + 1 })).toMatchObject({ status: 413 });
    expect(await send({ size: 16 * 1024 + 1, announced: false })).toMatchObject({ status: 413 });
  });

  test("from signed-in users is one of more than 2 MiB", async () => {
    const isSignedIn = true;
    for (const announced of [true, false]) {
      const how = { path: "/api/v1/import", announced, isSignedIn };
      const fits = await send({ size: 2 * mebibyte, ...how });
      expect(fits).toMatchObject({ status: 200, text: String(2 * mebibyte) });
      expect(await send({ size: 2 * mebibyte + 1, ...how })).toMatchObject({ status: 413 });
    }
  });

  test("loses its connection, even if the client keeps sending without reading the answer", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.pause();
    socket.write(
      "POST /api/v1/session HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 300000000\r\n\r\n",
    );
    const before = residentInMiB();
    const timer = setInterval(() => socket.write(Buffer.alloc(65_536)), 5);
    socket.resume();
    await new Promise((resolve) => socket.once("close", resolve));
    clearInterval(timer);
    expect(residentInMiB() - before).toBeLessThan(2);
  });
});

test("a malformed path is rejected before the router decodes it", async () => {
  for (const path of ["/%00", "/virtual-clusters/%ff%fe", "/api/v1/virtual-clusters/a%00b", "/%"]) {
    const [response] = await once(request({ port, host: "127.0.0.1", path, agent: false }).end(), "response");
    expect(response.statusCode, path).toBe(400);
    response.resume();
  }
});

test("methods without a meaning here, and targets that are no path, are rejected before the router", async () => {
  const answered = async (method: string, path: string) => {
    const sent = request({ port, host: "127.0.0.1", method, path, agent: false }).end();
    const [response] = await once(sent, "response");
    response.resume();
    return response.statusCode;
  };
  for (const method of ["TRACE", "PROPFIND", "PURGE"])
    expect(await answered(method, "/api/v1/gateways"), method).toBe(405);
  for (const method of ["GET", "OPTIONS", "DELETE"]) expect(await answered(method, "*"), method).toBe(400);
});

test("a foreign page's request is answered before its body is read", async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://evil.test" },
    body: "{}",
  });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("connection")).toBe("close");
});
