import { credentialNameFor } from "@/lib/gateway/secured-hosts";
import type { Severity } from "../rules/finding";
import type { MeshSnapshot } from "../rules/snapshot";
import { destinationRule, gateway, host, httpsServer, service, virtualService } from "./mesh";

/** For each check a mesh that is nearly wrong and one that is wrong, both made from the healthy one. */
export interface Example {
  passes: (mesh: MeshSnapshot) => void;
  fails: (mesh: MeshSnapshot) => void;
  /** `code severity path` of the one finding in the failing mesh. */
  finding: [code: string, severity: Severity, path: string];
}

const other = "other.democluster.net";
const second = (servers = [httpsServer(other, "own")], annotation?: string) =>
  gateway("gw-2", servers, annotation);
const own = (namespace: string, names = [other], serial = "2B") => ({
  namespace,
  name: "own",
  certificate: { names, serial },
});
const route = (destination: { host: string; subset?: string; port?: { number: number } }) => [
  { route: [{ destination }] },
];
const weighted = (...weights: number[]) => [
  {
    route: weights.map((weight, index) => ({
      destination: { host: "shop", subset: `v${index + 1}` },
      weight,
    })),
  },
];

export const examples: Record<string, Example> = {
  "gateway-has-workload": {
    passes: (mesh) => {
      for (const { spec } of mesh.gateways) spec.selector = { app: "istio-ingressgateway" };
    },
    fails: (mesh) => {
      for (const { spec } of mesh.gateways) spec.selector = { app: "nobody" };
    },
    finding: ["IST0101", "warning", "spec.selector"],
  },
  "port-on-ingress": {
    passes: (mesh) =>
      void mesh.gateways.push(second([{ port: { number: 8080, protocol: "HTTP" }, hosts: ["*"] }])),
    fails: (mesh) =>
      void mesh.gateways.push(second([{ port: { number: 9999, protocol: "HTTP" }, hosts: ["*"] }])),
    finding: ["IST0162", "error", "spec.servers.0.port.number"],
  },
  "gateway-conflict": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(second([httpsServer(host, "own")]));
      mesh.secrets.push(own("istio-system", [host]));
    },
    finding: ["IST0145", "error", "spec.servers.0.hosts.0"],
  },
  "credential-exists": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("vamp-demo"));
    },
    finding: ["IST0161", "error", "spec.servers.0.tls.credentialName"],
  },
  "certificate-covers-hosts": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system", ["*.democluster.net"]));
    },
    fails: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system", ["*.net", host]));
    },
    finding: ["LAM0110", "warning", "spec.servers.0.hosts.0"],
  },
  "shared-certificate": {
    passes: (mesh) => {
      mesh.gateways[0]?.spec.servers?.push(httpsServer(other, "own"));
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(second(), gateway("gw-3", [httpsServer("third.democluster.net", "own")]));
      mesh.secrets.push(own("istio-system", ["*.democluster.net"]));
    },
    finding: ["IST0138", "warning", "spec.servers.0.tls.credentialName"],
  },
  "secured-host-served": {
    passes: (mesh) => {
      for (const { spec } of mesh.gateways) for (const server of spec.servers ?? []) server.hosts = ["*"];
    },
    fails: (mesh) => {
      mesh.gateways[0] = gateway("gw-1", [httpsServer(host)], `443=${host},8443=${host}`);
    },
    finding: ["LAM0108", "error", "metadata.annotations.lamia.dev/secured-hosts"],
  },
  "gateway-has-routes": {
    passes: (mesh) => {
      mesh.gateways.push(second([httpsServer(other)], `443=${other}`));
      mesh.virtualServices.push(virtualService("b", [other], ["vamp-demo/gw-2"]));
      mesh.secrets.push({ namespace: "istio-system", name: credentialNameFor(other) });
    },
    fails: (mesh) => {
      mesh.gateways.push(second([httpsServer(other)], `443=${other}`));
      mesh.secrets.push({ namespace: "istio-system", name: credentialNameFor(other) });
    },
    finding: ["LAM0111", "info", "metadata.name"],
  },
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
  "certificate-is-used": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(
        second([{ ...httpsServer(other, "own"), tls: { mode: "PASSTHROUGH", credentialName: "own" } }]),
      );
      mesh.secrets.push(own("istio-system"));
    },
    finding: ["LAM0113", "warning", "spec.servers.0.tls.credentialName"],
  },
  "route-is-reached": {
    passes: (mesh) => {
      const [all] = route({ host: "shop", subset: "v1" });
      const some = { ...all, match: [{ uri: { prefix: "/a" } }, { method: { exact: "GET" } }] };
      const fewer = { ...all, match: [{ uri: { prefix: "/a" }, port: 80 }, { uri: { prefix: "/a/b" } }] };
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
  "duplicate-subsets": {
    passes: (mesh) => {
      mesh.services.push(service("two", "vamp-demo", { app: "shop" }, [80]));
      mesh.destinationRules.push(destinationRule("b", ["v1"], { host: "two" }));
      mesh.virtualServices.push(virtualService("b", ["b"], [], route({ host: "two", subset: "v1" })));
    },
    fails: (mesh) => void mesh.destinationRules.push(destinationRule("b", ["v1"])),
    finding: ["LAM0103", "warning", "spec.subsets.0.name"],
  },
  "subset-selects-pods": {
    passes: (mesh) => {
      for (const { podLabels } of mesh.workloads.slice(0, 2)) podLabels.more = "labels";
    },
    fails: (mesh) => void mesh.workloads.splice(1, 1),
    finding: ["LAM0101", "warning", "spec.subsets.1.labels"],
  },
  "unused-subset": {
    passes: (mesh) => {
      const mirror = { host: "shop", subset: "v2" };
      mesh.virtualServices[0] = virtualService(
        "shop",
        [host],
        ["gw-1"],
        [{ ...route({ host: "shop", subset: "v1" })[0], mirror }],
      );
    },
    fails: (mesh) => {
      mesh.virtualServices[0] = virtualService(
        "shop",
        [host],
        ["gw-1"],
        route({ host: "shop", subset: "v1" }),
      );
    },
    finding: ["LAM0107", "info", "spec.subsets.1"],
  },
  "namespace-injection": {
    passes: (mesh) => {
      for (const { labels } of mesh.namespaces) delete labels["istio-injection"];
    },
    fails: (mesh) => {
      for (const { labels } of mesh.namespaces) delete labels["istio-injection"];
      mesh.virtualServices.push(virtualService("b", ["shop"], ["mesh"]));
    },
    finding: ["IST0102", "warning", "metadata.labels"],
  },
};
