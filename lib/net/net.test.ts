import { lookup } from "node:dns/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressProblem, isPublicAddress, resolvedAddressProblem } from "./addresses";
import { guardedFetch } from "./guarded-fetch";

const strict = guardedFetch({ allowLoopback: false, remedy: "Change it." });
const asked: string[] = [];
let port: number;

const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.writeHead(302, { location: "https://169.254.169.254/" }).end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("an address that a user enters", () => {
  test.each([
    ["127.0.0.1", false],
    ["10.1.2.3", false],
    ["172.31.255.255", false],
    ["192.168.1.1", false],
    ["169.254.169.254", false],
    ["100.100.100.200", false],
    ["0.0.0.0", false],
    ["::1", false],
    ["fd00:ec2::254", false],
    ["fe80::1", false],
    ["::ffff:10.0.0.1", false],
    ["64:ff9b::a00:1", false],
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
  ])("%s is public: %s", (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  test.each([
    "http://example.com/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://0/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::169.254.169.254]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://100.100.100.200/",
    "https://localhost/hook",
    "https://LOCALHOST./hook",
    "https://panel.localhost/hook",
    "https://user:word@example.com/",
    "file:///etc/passwd",
    "not an address",
  ])("%s is refused before anything is sent", async (url) => {
    await expect(strict(url)).rejects.toMatchObject({
      name: "Failure",
      kind: "refused",
      remedy: "Change it.",
    });
    expect(addressProblem(url, { allowLoopback: false })).not.toBeNull();
  });

  test("is resolved when it is saved: a name for an internal address is refused", async () => {
    for (const name of await innerNames()) {
      const problem = await resolvedAddressProblem(`https://${name}/hook`, { allowLoopback: false });
      expect(problem, name).toMatch("is not an address on the public internet");
    }
    const unknown = await resolvedAddressProblem("https://hooks.invalid/", { allowLoopback: false });
    expect(unknown).toBeNull();
  });

  test("is resolved again when it is requested, and nothing is sent to an internal address", async () => {
    for (const name of await innerNames())
      await expect(strict(`https://${name}:${port}/`), name).rejects.toMatchObject({
        kind: "refused",
        message: expect.stringContaining("is not an address on the public internet"),
      });
    expect(asked).toEqual([]);
  });

  test("may be this machine if that is allowed, and it is up to the caller to refuse a redirect", async () => {
    const lenient = guardedFetch({ allowLoopback: true, remedy: "Change it." });
    const response = await lenient(`http://localhost:${port}/away`, { redirect: "manual" });
    expect(response.status).toBe(302);
    expect(asked).toEqual(["/away"]);
    await expect(lenient("https://169.254.169.254/")).rejects.toMatchObject({ kind: "refused" });
  });
});

/** Names for internal addresses: every hosts file has these, and the names alone reveal nothing. */
async function innerNames(): Promise<string[]> {
  const local = [hostname(), "ip6-localhost", "ip6-loopback"];
  const known = await Promise.all(
    local.map((name) =>
      lookup(name).then(
        () => name,
        () => null,
      ),
    ),
  );
  const names = known.filter((name) => name !== null);
  expect(names).not.toEqual([]);
  return names;
}
