import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formPath } from "@/lib/istio/kinds/fields-at";
import { examples } from "@/lib/istio/testing/check-examples";
import {
  destinationRule,
  gateway,
  healthyMesh,
  host,
  httpsServer,
  virtualService,
} from "@/lib/istio/testing/mesh";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { checkedMesh } from "./checked-mesh";
import { findingText } from "./finding";
import { checks, runChecks } from "./index";
import type { MeshSnapshot } from "./mesh/snapshot";
import { type Change, previewChange } from "./preview";

describe("a finding", () => {
  test("about a missing gateway that exists in another namespace says how to name it", () => {
    const mesh = healthyMesh();
    const elsewhere = virtualService("shop", [host], ["gw-1"]);
    elsewhere.metadata.namespace = "other";
    mesh.virtualServices.push(elsewhere);
    expect(runChecks(mesh).find(({ path }) => path.includes("gateways"))?.remedy).toContain("vamp-demo/gw-1");
  });

  test("about Lamia's own credential that isn't there yet is not an error", () => {
    const found = runChecks({ ...healthyMesh(), secrets: [] });
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(["IST0101 info"]);
  });

  test("doesn't exist for foreign credentials if their Secrets aren't known", () => {
    const mesh = healthyMesh();
    mesh.gateways.push(gateway("gw-2", [httpsServer("a.example.com", "own")]));
    expect(runChecks({ ...mesh, onlyOwnSecrets: true })).toEqual([]);
  });

  test.each([
    ["absent", "IST0101", "error", "There is no Secret own"],
    ["incomplete", "IST0161", "error", "doesn’t contain a certificate and its key"],
    ["unusable", "IST0161", "error", "isn’t valid PEM"],
    ["mismatched", "IST0161", "error", "doesn’t match its certificate"],
    ["expired", "IST0161", "error", "isn’t valid today"],
    ["unreadable", "IST0101", "info", "can’t read Secret"],
  ] as const)("of others' credentials that were looked up and are %s", (state, code, severity, message) => {
    const mesh = healthyMesh();
    mesh.gateways.push(gateway("gw-2", [httpsServer("a.example.com", "own")]));
    mesh.secrets.push({ namespace: "istio-system", name: "own", state });
    const [found, ...others] = runChecks({ ...mesh, onlyOwnSecrets: true });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code, severity });
    expect(found?.message).toContain(message);
  });

  describe("about a shared certificate", () => {
    const [first, next] = ["one.democluster.net", "two.democluster.net"] as const;
    const wildcard = { names: ["*.democluster.net"], serial: "2B" };
    const foreign = () => {
      const mesh = healthyMesh();
      mesh.gateways.push(
        gateway("gw-1b", [httpsServer(first, "own")]),
        gateway("gw-2", [httpsServer(next, "own")]),
      );
      mesh.secrets.push({ namespace: "istio-system", name: "own", certificate: wildcard });
      return mesh;
    };
    const sharedIn = (mesh: ReturnType<typeof healthyMesh>) =>
      runChecks(mesh).filter(({ code }) => code === "IST0138");

    test("names no Gateway of another virtual cluster", () => {
      const mesh = foreign();
      const other = mesh.gateways.find(({ metadata }) => metadata.name === "gw-2");
      if (other) other.metadata.namespace = "tenant-b";
      const [one, two] = sharedIn(mesh);
      expect(one?.message).toContain("1 Gateway of other virtual clusters");
      expect(JSON.stringify([one?.message, one?.remedy])).not.toMatch(/tenant-b|gw-2/);
      expect(two?.message).not.toMatch(/vamp-demo|gw-1b/);
    });

    test("is silent for Gateways of separate ingresses, which browsers don't connect", () => {
      const mesh = foreign();
      const ingress = mesh.workloads.find(({ podLabels }) => podLabels.istio === "ingressgateway");
      if (!ingress) throw new Error("no ingress");
      mesh.workloads.push({ ...ingress, name: "own-ingress", podLabels: { istio: "own" } });
      const other = mesh.gateways.find(({ metadata }) => metadata.name === "gw-2");
      if (other) other.spec.selector = { istio: "own" };
      expect(sharedIn(mesh)).toEqual([]);
    });

    test("is silent where Lamia keeps it, unless the wildcard of one Gateway takes the hosts of another", () => {
      const mesh = healthyMesh();
      mesh.gateways.push(gateway("gw-2", [httpsServer(first, "any")], `443=${first}`));
      mesh.gateways.push(gateway("gw-3", [httpsServer(next)], `443=${next}`));
      for (const name of ["any", credentialNameFor(next)])
        mesh.secrets.push({ namespace: "istio-system", name, certificate: wildcard });
      expect(sharedIn(mesh)).toEqual([]);
      const all = "*.democluster.net";
      mesh.gateways.push(gateway("gw-4", [httpsServer(all)], `443=${all}`));
      mesh.secrets.push({ namespace: "istio-system", name: credentialNameFor(all), certificate: wildcard });
      expect(
        sharedIn(mesh)
          .map(({ object }) => object.name)
          .sort(),
      ).toEqual(["gw-2", "gw-3", "gw-4"]);
    });
  });

  test("about two VirtualServices for one host on the mesh has Istio's own code, on both objects", () => {
    const mesh = healthyMesh();
    mesh.virtualServices.push(virtualService("a", ["shop"], []), virtualService("b", ["shop"], ["mesh"]));
    expect(runChecks(mesh).map(({ code, object, severity }) => [code, object.name, severity])).toEqual([
      ["IST0109", "b", "error"],
      ["IST0109", "a", "warning"],
    ]);
  });

  test("about two plain servers for one host says that Istio merges them, on both objects", () => {
    const mesh = healthyMesh();
    const server = { port: { number: 80, protocol: "HTTP" }, hosts: ["*"] };
    mesh.gateways.push(gateway("gw-2", [server]), gateway("gw-3", [server]));
    expect(runChecks(mesh).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "IST0145 info",
      "IST0145 info",
    ]);
  });

  test("about conflicting gateways is on the younger one, whose server Istio drops", () => {
    const mesh = healthyMesh();
    const older = gateway("a-gateway", [httpsServer(host)]);
    older.metadata.creationTimestamp = "2026-01-02T00:00:00Z";
    for (const { metadata } of mesh.gateways) metadata.creationTimestamp = "2026-01-01T00:00:00Z";
    mesh.gateways.unshift(older);
    const conflict = runChecks(mesh).find(({ code }) => code === "IST0145");
    expect(conflict?.object.name).toBe("a-gateway");
  });

  test.each([
    [host.toUpperCase(), []],
    [`${host}.`, ["LAM0108"]],
  ])(
    "of a server for %s: letter case is nothing to clients, a dot at the end is another name",
    (written, codes) => {
      const mesh = healthyMesh();
      const server = httpsServer(host);
      mesh.gateways[0] = gateway("gw-1", [{ ...server, hosts: [written] }], `443=${host}`);
      for (const { spec } of mesh.virtualServices) spec.hosts = [written];
      expect(runChecks(mesh).map(({ code }) => code)).toEqual(codes);
    },
  );

  test("errors come before warnings, and these before the rest", () => {
    const mesh = healthyMesh();
    for (const { fails } of Object.values(examples)) fails(mesh);
    const severities = runChecks(mesh).map(({ severity }) => severity);
    expect([...new Set(severities)]).toEqual(["error", "warning", "info"]);
    expect(severities).toEqual(
      [...severities].sort((a, b) => "ewi".indexOf(a[0] ?? "") - "ewi".indexOf(b[0] ?? "")),
    );
  });
});

test("an object without a spec doesn't stop the checks of others", () => {
  const mesh = healthyMesh();
  const { metadata } = gateway("empty", []);
  const empty = (kind: string) => ({ apiVersion: "networking.istio.io/v1", kind, metadata });
  mesh.gateways.push(empty("Gateway") as never);
  mesh.virtualServices.push(empty("VirtualService") as never);
  mesh.destinationRules.push(empty("DestinationRule") as never);
  mesh.serviceEntries.push(empty("ServiceEntry") as never);
  mesh.services.push(empty("Service") as never);
  mesh.workloads.splice(1, 1);
  expect(runChecks(mesh).map(({ code }) => code)).toEqual(["IST0173"]);
});

describe("the preview of a change", () => {
  const previewOf = (mesh: MeshSnapshot, change: Change) =>
    previewChange(checkedMesh(checks, mesh), mesh, change);

  test("shows what other labels on the pods would do to subsets, and what another Deployment fixes", () => {
    const deployment = (name: string, version: string) => ({
      apiVersion: "apps/v1",
      kind: "Deployment" as const,
      metadata: { name, namespace: "vamp-demo" },
      spec: { template: { metadata: { labels: { app: "shop", version } } } },
    });
    const mesh = healthyMesh();
    const { appearing } = previewOf(mesh, { apply: [deployment("shop-v1", "v9")] });
    expect(appearing.map(({ code, object }) => [code, object.kind])).toEqual([
      ["IST0173", "DestinationRule"],
    ]);
    const apply = [deployment("shop-v1", "v9"), deployment("shop-new", "v1")];
    expect(previewOf(mesh, { apply }).appearing).toEqual([]);
  });

  test("shows what appears in other objects, and what is fixed", () => {
    const mesh = healthyMesh();
    mesh.destinationRules[0] = destinationRule("shop", ["v1"]);
    const change = { apply: [destinationRule("shop", ["v2"])] };
    const { appearing, disappearing, ofChanged } = previewOf(mesh, change);
    expect(appearing.map(({ path }) => path.join("."))).toEqual(["spec.http.0.route.0.destination.subset"]);
    expect(disappearing.map(({ path }) => path.join("."))).toEqual([
      "spec.http.0.route.1.destination.subset",
    ]);
    expect(ofChanged).toEqual([]);
  });

  test("shows what loses its target when something is deleted", () => {
    const remove = [{ kind: "Gateway" as const, namespace: "vamp-demo", name: "gw-1" }];
    expect(previewOf(healthyMesh(), { remove }).appearing.map(({ code }) => code)).toEqual(["IST0101"]);
  });
});

describe("a finding's field in the form", () => {
  const routes = virtualService("a", ["a"], [], [{ route: [] }, { route: [] }]);
  routes.spec.tcp = [{ route: [] }];
  test.each([
    [gateway("g", []), ["spec", "servers", 1, "port", "number"], ["servers", 1, "port"]],
    [gateway("g", []), ["spec", "servers", 1, "hosts", 0], ["servers", 1, "hosts", 0]],
    [gateway("g", []), ["metadata", "annotations", "lamia.dev/secured-hosts"], ["servers"]],
    [routes, ["spec", "hosts", 0], ["hosts", 0]],
    [routes, ["spec", "http", 1, "route"], ["routes", 1, "weights"]],
    [
      routes,
      ["spec", "tcp", 0, "route", 2, "destination", "host"],
      ["routes", 2, "weights", 2, "destination"],
    ],
    [
      routes,
      ["spec", "http", 0, "route", 0, "destination", "port", "number"],
      ["routes", 0, "weights", 0, "port"],
    ],
    [destinationRule("d", []), ["spec", "subsets", 0, "labels"], ["subsets", 0, "labels"]],
  ])("%#", (object, path, expected) => {
    expect(formPath(object, path)).toEqual(expected);
  });
});

const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");

test("docs/findings.md lists each code of each check, and no other", () => {
  const rows = [...page.matchAll(/^\| ((?:IST|LAM)\d{4}) \| (\S+) \| (\w+) \| (.+) \| (.+) \|$/gm)];
  const listed = rows.map(([, code, check, about]) => `${code} ${check} ${about}`);
  const known = checks.flatMap(({ id, code, also = {}, of }) =>
    [code, ...Object.keys(also)].map((each) => `${each} ${id} ${of}`),
  );
  expect(listed).toEqual(known.toSorted());
});

test("what is wrong and what to do are whole sentences", () => {
  const found = Object.values(examples).flatMap(({ fails }) => {
    const mesh = healthyMesh();
    fails(mesh);
    return runChecks(mesh);
  });
  const texts = found.flatMap((finding) => [finding.message, finding.remedy, findingText(finding)]);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => !text.endsWith(".") || text.endsWith(".."))).toEqual([]);
});
