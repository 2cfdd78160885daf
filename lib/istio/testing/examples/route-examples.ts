import { host, service, virtualService } from "../mesh";
import { type Examples, other, route, second } from "./example";

const weighted = (...weights: number[]) => [
  {
    route: weights.map((weight, index) => ({
      destination: { host: "shop", subset: `v${index + 1}` },
      weight,
    })),
  },
];
const exported = (exportTo: string[]) => {
  const object = virtualService("b", ["*.democluster.net"], ["gw-1"]);
  return { ...object, spec: { ...object.spec, exportTo } };
};
const passthrough = {
  port: { number: 443, protocol: "TLS" },
  hosts: [other],
  tls: { mode: "PASSTHROUGH" },
};
const matching = (...paths: { prefix: string }[]) =>
  virtualService("b", ["b"], [], [{ ...route({ host: "shop" })[0], match: paths.map((uri) => ({ uri })) }]);
const rewriting = (prefix: string) =>
  virtualService(
    "b",
    ["b"],
    [],
    [{ ...route({ host: "shop" })[0], match: [{ uri: { prefix } }], rewrite: { uri: "/" } }],
  );
const byHeader = (name: string) =>
  virtualService(
    "b",
    ["*.democluster.net"],
    ["gw-1"],
    [{ ...route({ host: "shop" })[0], match: [{ headers: { [name]: { exact: "a" } } }] }],
  );

/** Of the checks of VirtualServices. */
export const routeExamples: Examples = {
  "gateway-exists": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", ["shop"], ["mesh"])),
    fails: (mesh) =>
      void mesh.virtualServices.push(virtualService("b", ["shop"], ["mesh", "elsewhere/gw-1"])),
    finding: ["IST0101", "error", "spec.gateways.1"],
  },
  "host-in-gateway": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", ["*.democluster.net"], ["gw-1"])),
    fails: (mesh) => void mesh.virtualServices.push(virtualService("b", [other], ["gw-1"])),
    finding: ["IST0132", "warning", "spec.hosts.0"],
  },
  "mesh-wildcard": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", ["*"], ["gw-1"])),
    fails: (mesh) => void mesh.virtualServices.push(virtualService("b", ["*"], [])),
    finding: ["LAM0106", "error", "spec.hosts.0"],
  },
  "overlapping-hosts": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", [host], ["mesh"])),
    fails: (mesh) => void mesh.virtualServices.push(virtualService("b", [host], ["vamp-demo/gw-1"])),
    finding: ["LAM0104", "warning", "spec.hosts.0"],
  },
  "destination-exists": {
    passes: (mesh) => {
      mesh.serviceEntries.push({
        apiVersion: "networking.istio.io/v1",
        kind: "ServiceEntry",
        metadata: { name: "maps", namespace: "vamp-demo" },
        spec: { hosts: ["*.example.com"], ports: [{ number: 443, name: "tls", protocol: "TLS" }] },
      });
      mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "maps.example.com" })));
    },
    fails: (mesh) =>
      void mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "shop.vamp-demo" }))),
    finding: ["IST0101", "error", "spec.http.0.route.0.destination.host"],
  },
  "destination-port": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "shop" }))),
    fails: (mesh) => {
      mesh.services.push(service("two", "vamp-demo", { app: "shop" }, [80, 81]));
      mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "two" })));
    },
    finding: ["IST0112", "error", "spec.http.0.route.0.destination.port"],
  },
  "subset-exists": {
    passes: (mesh) => {
      const host = "shop.vamp-demo.svc.cluster.local";
      mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host, subset: "v1" })));
    },
    fails: (mesh) => {
      mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "shop", subset: "v3" })));
    },
    finding: ["IST0101", "error", "spec.http.0.route.0.destination.subset"],
  },
  "route-is-reached": {
    passes: (mesh) => {
      const [all] = route({ host: "shop", subset: "v1" });
      const some = { ...all, match: [{ uri: { prefix: "/a" }, port: 80 }, { uri: { prefix: "/a/b" } }] };
      const fewer = { ...all, match: [{ uri: { prefix: "/a" } }, { method: { exact: "GET" } }] };
      mesh.virtualServices.push(virtualService("b", ["b"], [], [some, fewer, { ...all }]));
    },
    fails: (mesh) => {
      const [all] = route({ host: "shop", subset: "v1" });
      const some = { ...all, match: [{ method: { exact: "GET" }, uri: { prefix: "/a" } }, { port: 80 }] };
      const same = { ...all, match: [{ uri: { prefix: "/a" }, method: { exact: "GET" } }] };
      mesh.virtualServices.push(virtualService("b", ["b"], [], [some, same, { ...all }]));
    },
    finding: ["IST0130", "warning", "spec.http.1"],
  },
  "weights-add-up": {
    passes: (mesh) => void mesh.virtualServices.push(virtualService("b", ["b"], [], weighted(0, 100))),
    fails: (mesh) => void mesh.virtualServices.push(virtualService("b", ["b"], [], weighted(0, 0))),
    finding: ["LAM0102", "error", "spec.http.0.route"],
  },
  "delegate-exists": {
    passes: (mesh) =>
      void mesh.virtualServices.push(
        virtualService("b", ["b"], [], [{ delegate: { name: "part" } }]),
        virtualService("part", [], []),
      ),
    fails: (mesh) =>
      void mesh.virtualServices.push(virtualService("b", ["b"], [], [{ delegate: { name: "shop" } }])),
    finding: ["LAM0116", "error", "spec.http.0.delegate"],
  },
  "virtual-service-exported": {
    passes: (mesh) => void mesh.virtualServices.push(exported([".", "istio-system"])),
    fails: (mesh) => void mesh.virtualServices.push(exported(["."])),
    finding: ["LAM0118", "error", "spec.exportTo"],
  },
  "route-protocol": {
    passes: (mesh) => {
      mesh.gateways.push(second([passthrough]));
      const { spec, ...rest } = virtualService("b", [other], ["gw-2"], []);
      const tls = [{ match: [{ sniHosts: [other] }], ...route({ host: "shop" })[0] }];
      mesh.virtualServices.push({ ...rest, spec: { hosts: spec.hosts ?? [], gateways: ["gw-2"], tls } });
    },
    fails: (mesh) => {
      mesh.gateways.push(second([passthrough]));
      mesh.virtualServices.push(virtualService("b", [other], ["gw-2"]));
    },
    finding: ["LAM0117", "error", "spec.http"],
  },
  "match-is-used": {
    passes: (mesh) => void mesh.virtualServices.push(matching({ prefix: "/a/b" }, { prefix: "/a" })),
    fails: (mesh) => void mesh.virtualServices.push(matching({ prefix: "/a" }, { prefix: "/a/b" })),
    finding: ["IST0131", "info", "spec.http.0.match.1"],
  },
  "rewrite-slashes": {
    passes: (mesh) => void mesh.virtualServices.push(rewriting("/pre/")),
    fails: (mesh) => void mesh.virtualServices.push(rewriting("/pre")),
    finding: ["LAM0119", "warning", "spec.http.0.rewrite.uri"],
  },
  "rules-on-ingress": {
    passes: (mesh) =>
      void mesh.virtualServices.push(
        virtualService("b", ["shop"], [], route({ host: "shop", subset: "v1" })),
      ),
    fails: (mesh) =>
      void mesh.virtualServices.push(
        virtualService("b", ["shop"], [], route({ host: "shop", subset: "v1" })),
        virtualService("c", ["*.democluster.net"], ["gw-1"]),
      ),
    finding: ["IST0140", "info", "spec.http.0.route.0.destination"],
  },
  "jwt-claims": {
    passes: (mesh) => void mesh.virtualServices.push(byHeader("x-request-auth.claims.group")),
    fails: (mesh) => void mesh.virtualServices.push(byHeader("@request.auth.claims.group")),
    finding: ["IST0149", "info", "spec.http.0.match.0"],
  },
  "rule-is-seen": {
    passes: (mesh) => {
      for (const { spec } of mesh.destinationRules) spec.exportTo = ["istio-system"];
    },
    fails: (mesh) => {
      for (const { metadata, spec } of mesh.destinationRules) {
        metadata.namespace = "elsewhere";
        spec.host = "shop.vamp-demo.svc.cluster.local";
      }
    },
    finding: ["LAM0120", "error", "spec.http.0.route.0.destination.subset"],
  },
};
