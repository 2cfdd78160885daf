import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GatewayObject, GatewayServer, VirtualServiceObject } from "@/lib/model/istio-objects";
import { portServers } from "@/sandbox/ingress/ingress-config";
import { routeRequest } from "@/sandbox/ingress/route-request";
import { virtualHosts } from "@/sandbox/ingress/virtual-hosts";
import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { challengeRoutes } from "./challenge-routes";
import { type Asked, type ChallengeRoutes, challengePath, type InTheWay } from "./routes";

const host = "shop.acme.net";
const token = "a-token";
const selector = { istio: "ingressgateway" };
const challenges = [{ token, keyAuthorization: `${token}.thumb` }];

let age = 0;
function stored(kind: string, name: string, namespace: string, spec: object): StoredObject {
  age += 1;
  const creationTimestamp = new Date(age * 1000).toISOString();
  const metadata = { name, namespace, creationTimestamp };
  return { apiVersion: "networking.istio.io/v1", kind, metadata, spec } as unknown as StoredObject;
}
const gatewayOf = (name: string, servers: GatewayServer[], namespace = "team") =>
  stored("Gateway", name, namespace, { selector, servers });
const routesOf = (name: string, hosts: string[], gateways: string[], http: object[], namespace = "team") =>
  stored("VirtualService", name, namespace, { hosts, gateways, http });
const says = (text: string, match?: object) => ({
  ...(match ? { match: [match] } : {}),
  directResponse: { status: 200, body: { string: text } },
});
const plain = (hosts: string[], rest: object = {}): GatewayServer => ({
  port: { number: 80, name: "http", protocol: "HTTP" },
  hosts,
  ...rest,
});
const redirecting = (hosts: string[]) => plain(hosts, { tls: { httpsRedirect: true } });
const secure = (hosts: string[], mode = "SIMPLE"): GatewayServer => ({
  port: { number: 443, name: "https", protocol: "HTTPS" },
  hosts,
  tls: { mode, credentialName: "c" },
});

function plan(
  gateways: StoredObject[],
  virtualServices: StoredObject[],
  ports = [80],
): ChallengeRoutes | InTheWay {
  return challengeRoutes({
    target: { host, gateway: { namespace: "team", name: "shop" }, selector },
    ownGateway: "lamia-acme",
    challenges,
    gateways: gateways as unknown as GatewayObject[],
    virtualServices: virtualServices as unknown as VirtualServiceObject[],
    ingress: { namespace: "istio-system", service: "istio-system/ingress", http: ports, https: [443] },
  } satisfies Asked);
}

function planned(gateways: StoredObject[], virtualServices: StoredObject[]): ChallengeRoutes {
  const found = plan(gateways, virtualServices);
  if ("note" in found) throw new Error(found.note);
  return found;
}

/** What an ingress with these objects answers, according to the sandbox's model of istiod and Envoy. */
async function answer(
  gateways: StoredObject[],
  virtualServices: StoredObject[],
  url: string,
): Promise<string> {
  const { protocol, hostname, pathname } = new URL(url);
  const port = protocol === "http:" ? 80 : 443;
  const frontend = {
    address: "127.0.0.1",
    namespace: "istio-system",
    ports: [80, 443],
    proxyLabels: [selector],
  };
  const merged = portServers(frontend, port, gateways);
  const servers = merged?.servers ?? [];
  const mine =
    port === 443 ? servers.filter(({ hosts }) => hosts.some((each) => each.pattern === hostname)) : servers;
  const table = virtualHosts(mine, virtualServices);
  const { status, headers, body } = await routeRequest(
    table,
    {
      method: "GET",
      scheme: port === 80 ? "http" : "https",
      authority: hostname,
      host: hostname,
      port,
      path: pathname,
      search: "",
      query: new URLSearchParams(),
      headers: {},
    },
    () => {
      throw new Error("no route forwards");
    },
    443,
  );
  return [status, headers.location, body].filter(Boolean).join(" ");
}

/** With the plan's objects in the cluster, as the newest ones. */
function withPlan(
  gateways: StoredObject[],
  virtualServices: StoredObject[],
  made: ChallengeRoutes,
): [StoredObject[], StoredObject[]] {
  const own: StoredObject[] = made.gateway ? [stored("Gateway", "lamia-acme", "team", made.gateway)] : [];
  const routes = stored("VirtualService", "lamia-acme", "team", made.virtualService);
  return [
    [...gateways, ...own],
    [...virtualServices, routes],
  ] as const;
}

const url = `http://${host}${challengePath(token)}`;

describe("the routes of a challenge", () => {
  test("get their own Gateway if no Gateway serves the host on port 80", async () => {
    const gateways = [gatewayOf("shop", [secure([host])])];
    const made = planned(gateways, []);
    expect(made).toMatchObject({ gateway: { servers: [{ hosts: [host] }] }, isRedirected: false });
    expect(await answer(...withPlan(gateways, [], made), url)).toBe(`200 ${token}.thumb`);
  });

  test("join the routes of a VirtualService of the same host, in front of its route for every path", async () => {
    const gateways = [gatewayOf("shop", [plain([host])])];
    const services = [routesOf("shop", [host], ["shop"], [says("shop")])];
    const made = planned(gateways, services);
    expect(made.virtualService).toMatchObject({ hosts: [host], gateways: ["team/lamia-acme"] });
    const world = withPlan(gateways, services, made);
    expect(await answer(...world, url)).toBe(`200 ${token}.thumb`);
    expect(await answer(...world, `http://${host}/`)).toBe("200 shop");
  });

  test("join a wildcard that serves the host, so that its other paths are answered as before", async () => {
    const gateways = [gatewayOf("all", [plain(["*.acme.net"])]), gatewayOf("shop", [secure([host])])];
    const services = [routesOf("all", ["*.acme.net"], ["all"], [says("all")])];
    const made = planned(gateways, services);
    expect(made.virtualService).toMatchObject({ hosts: ["*.acme.net"] });
    const world = withPlan(gateways, services, made);
    expect(await answer(...world, url)).toBe(`200 ${token}.thumb`);
    expect(await answer(...world, `http://${host}/any`)).toBe("200 all");
  });

  test("go to HTTPS if port 80 only redirects, whichever Gateway asks for that", async () => {
    const gateways = [
      gatewayOf("other", [redirecting([host])]),
      gatewayOf("shop", [plain([host]), secure([host])]),
    ];
    const services = [routesOf("shop", [host], ["shop"], [says("shop")])];
    const made = planned(gateways, services);
    expect(made).toMatchObject({ gateway: null, isRedirected: true });
    const world = withPlan(gateways, services, made);
    expect(await answer(...world, url)).toBe(`301 https://${host}${challengePath(token)}`);
    expect(await answer(...world, `https://${host}${challengePath(token)}`)).toBe(`200 ${token}.thumb`);
    expect(await answer(...world, `https://${host}/`)).toBe("200 shop");
  });

  test("are refused, with a remedy, if the CA couldn't get an answer", () => {
    const shop = gatewayOf("shop", [secure([host])]);
    expect(plan([shop], [], [])).toMatchObject({ note: expect.stringContaining("port 80") });
    const tls = gatewayOf("tls", [{ port: { number: 80, name: "t", protocol: "TLS" }, hosts: ["*"] }]);
    expect(plan([tls, shop], [])).toMatchObject({ note: expect.stringContaining("speak TLS") });
    const closed = gatewayOf("closed", [redirecting([host]), secure([host], "MUTUAL")]);
    expect(plan([closed], [])).toMatchObject({ note: expect.stringContaining("MUTUAL") });
    expect(plan([gatewayOf("half", [redirecting([host])])], [])).toMatchObject({
      note: expect.stringContaining("no server answers HTTPS"),
    });
    const foreign = gatewayOf("foreign", [redirecting([host]), secure([`else/${host}`])], "else");
    expect(plan([foreign], [])).toMatchObject({ remedy: expect.stringContaining("team") });
  });

  const patterns = fc.constantFrom(host, "*.acme.net", "*", "else.acme.net", "team/*.acme.net", "else/*");
  const server = fc.oneof(
    fc
      .record({ hosts: patterns, isRedirect: fc.boolean() })
      .map(({ hosts, isRedirect }) => (isRedirect ? redirecting([hosts]) : plain([hosts]))),
    fc.constantFrom(host, "else.acme.net").map((name) => secure([name])),
  );
  const gateways = fc.array(fc.array(server, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
  const matches = fc.constantFrom(
    undefined,
    { uri: { prefix: "/" } },
    { uri: { prefix: "/api" } },
    { uri: { exact: "/x" }, port: 443 },
    { port: 80 },
  );
  const services = fc.array(
    fc.record({
      host: fc.constantFrom(host, "*.acme.net", "*", "else.acme.net"),
      gateway: fc.nat(2),
      matches: fc.array(matches, { minLength: 1, maxLength: 3 }),
      namespace: fc.constantFrom("team", "else"),
    }),
    { maxLength: 4 },
  );

  test("are served, and every other request is answered as before, whatever else the cluster holds", async () => {
    const paths = ["/", "/api/1", "/x", "/.well-known/acme-challenge/other"];
    await fc.assert(
      fc.asyncProperty(gateways, services, async (servers, routes) => {
        const [own, ...others] = servers.map((each, at) => gatewayOf(at === 0 ? "shop" : `g${at}`, each));
        const all = own ? [own, ...others] : others;
        const virtual = routes.map((each, at) =>
          routesOf(
            `v${at}`,
            [each.host],
            [`team/${each.gateway === 0 ? "shop" : `g${each.gateway}`}`],
            each.matches.map((match, index) => says(`v${at}-${index}`, match)),
            each.namespace,
          ),
        );
        const made = plan(all, virtual);
        if ("note" in made) return;
        const world = withPlan(all, virtual, made);
        for (const scheme of ["http", "https"])
          for (const name of [host, "else.acme.net", "third.acme.net", "other.net"])
            for (const path of paths) {
              const asked = `${scheme}://${name}${path}`;
              expect([asked, await answer(...world, asked)]).toEqual([
                asked,
                await answer(all, virtual, asked),
              ]);
            }
        const reached = made.isRedirected ? url.replace("http:", "https:") : url;
        expect(await answer(...world, reached)).toBe(`200 ${token}.thumb`);
      }),
      { numRuns: 400 },
    );
  });
});
