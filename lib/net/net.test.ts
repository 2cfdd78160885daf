import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addressProblem,
  allowedTargets,
  isPublicAddress,
  type Lookup,
  resolvedAddressProblem,
  resolvedHostProblem,
} from "./addresses";
import { connectGuard, guardedFetch } from "./guarded-fetch";

const nothing = allowedTargets([]);

const strict = guardedFetch({ allowed: nothing, remedy: "Change it." });
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
    ["168.63.129.16", false],
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
    expect(addressProblem(url, { allowed: nothing })).not.toBeNull();
  });

  test("is resolved when it is saved: a name for an internal address is refused", async () => {
    for (const name of await innerNames()) {
      const problem = await resolvedAddressProblem(`https://${name}/hook`, { allowed: nothing });
      expect(problem, name).toMatch("is not an address on the public internet");
    }
    const unknown = await resolvedAddressProblem("https://hooks.invalid/", { allowed: nothing });
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
    const lenient = guardedFetch({ allowed: allowedTargets(["127.0.0.0/8", "::1"]), remedy: "Change it." });
    const response = await lenient(`http://localhost:${port}/away`, { redirect: "manual" });
    expect(response.status).toBe(302);
    expect(asked).toEqual(["/away"]);
    await expect(lenient("https://169.254.169.254/")).rejects.toMatchObject({ kind: "refused" });
  });
});

/** Answers with the next address each time that it is asked, as a name server does that rebinds a name. */
function changing(...answers: string[]): Lookup & { asked: number } {
  const lookUp = ((_hostname, _options, callback) => {
    const address = answers[Math.min(lookUp.asked++, answers.length - 1)] ?? "";
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  }) as Lookup & { asked: number };
  lookUp.asked = 0;
  return lookUp;
}

describe("a name whose DNS answer changes", () => {
  test.each([
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "168.63.129.16",
  ])("was public when it was saved, and is refused when it is requested: %s", async (address) => {
    const before = asked.length;
    const allowed = allowedTargets([], changing("8.8.8.8", address));
    const url = `https://rebinding.test:${port}/`;
    expect(await resolvedAddressProblem(url, { allowed })).toBeNull();
    await expect(guardedFetch({ allowed, remedy: "Change it." })(url)).rejects.toMatchObject({
      ...{ kind: "refused", remedy: "Change it." },
      message: expect.stringContaining("LAMIA_ALLOWED_TARGETS"),
    });
    expect(asked).toHaveLength(before);
  });

  test("is asked once for a connection, which goes to exactly the address that was checked", async () => {
    const lookUp = changing("127.0.0.1", "10.0.0.1");
    const allowed = allowedTargets(["127.0.0.1", "hooks.test"], lookUp);
    const response = await guardedFetch({ allowed, remedy: "" })(`http://hooks.test:${port}/once`, {
      redirect: "manual",
    });
    expect(response.status).toBe(302);
    expect(lookUp.asked).toBe(1);
  });

  test("is refused for connections that aren't HTTP, too", async () => {
    const allowed = allowedTargets([], changing("8.8.8.8", "127.0.0.1"));
    expect(await resolvedHostProblem("ns.rebinding.test", allowed)).toBeNull();
    const { lookup: guarded } = connectGuard({ allowed, remedy: "" });
    const socket = connect({ host: "ns.rebinding.test", port, lookup: guarded });
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ name: "Failure", kind: "refused" });
  });
});

describe("whoever runs Lamia", () => {
  const allowed = allowedTargets(["10.1.0.0/16", "169.254.0.0/16", "hooks.tools.svc", "fd00::/8"]);
  test.each([
    ["https://10.1.2.3/", true],
    ["http://10.1.2.3/", true],
    ["https://10.2.2.3/", false],
    ["http://hooks.tools.svc/", true],
    ["http://HOOKS.tools.svc./", true],
    ["http://other.tools.svc/", false],
    ["http://8.8.8.8/", false],
    ["https://[fd00::7]/", true],
    // A network doesn't allow the metadata service in it.
    ["http://169.254.169.254/", false],
    ["https://[fd00:ec2::254]/", false],
    ["https://localhost/", false],
  ])("allows what is listed, and nothing else: %s is allowed: %s", (url, isAllowed) => {
    expect(addressProblem(url, { allowed }) === null).toBe(isAllowed);
  });

  test("allows a metadata service only by its own address", () => {
    expect(
      addressProblem("http://169.254.169.254/", { allowed: allowedTargets(["169.254.169.254"]) }),
    ).toBeNull();
  });

  test("doesn't allow a metadata service by a name that leads to it", async () => {
    const to = (address: string) => allowedTargets(["metadata.test"], changing(address));
    const problem = (address: string) => resolvedHostProblem("metadata.test", to(address));
    expect(await problem("10.0.0.1")).toBeNull();
    expect(await problem("169.254.169.254")).toContain("is not an address on the public internet");
  });

  test.each(["10.0.0.0/33", "a b", "10.0.0.0/x", "", "https://example.com"])(
    "hears what is neither a network, an address, nor a name: %j",
    (entry) => {
      expect(() => allowedTargets([entry])).toThrow();
    },
  );
});

test("a redirect is not followed, even if nobody says so", async () => {
  const lenient = guardedFetch({ allowed: allowedTargets(["127.0.0.1"]), remedy: "" });
  await expect(lenient(`http://127.0.0.1:${port}/redirects`)).rejects.toThrow();
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
