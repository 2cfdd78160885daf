import type { ServiceEntryObject } from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import { destinationRule, host, service, virtualService } from "../mesh";
import { type Examples, route } from "./example";

const entry = (name: string, protocol: string, rest: object = {}): ServiceEntryObject => ({
  apiVersion: "networking.istio.io/v1",
  kind: "ServiceEntry",
  metadata: { name, namespace: "vamp-demo" },
  spec: { hosts: ["maps.example.com"], ports: [{ number: 443, name: "p", protocol }], ...rest },
});
const serving = (port: { name: string; appProtocol?: string }): ServiceObject => {
  const object = service("web", "vamp-demo", { app: "shop" }, []);
  return { ...object, spec: { ...object.spec, ports: [{ port: 80, ...port }] } };
};

/** Of the checks of DestinationRules, ServiceEntries, Services and Namespaces. */
export const meshExamples: Examples = {
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
    finding: ["IST0173", "warning", "spec.subsets.1.labels"],
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
      for (const { labels } of mesh.namespaces) labels["istio-injection"] = "disabled";
    },
    fails: (mesh) => {
      for (const { labels } of mesh.namespaces) delete labels["istio-injection"];
      mesh.virtualServices.push(virtualService("b", ["shop"], ["mesh"]));
    },
    finding: ["IST0102", "warning", "metadata.labels"],
  },
  "rule-host-exists": {
    passes: (mesh) => void mesh.destinationRules.push(destinationRule("b", [], { host: "*.example.com" })),
    fails: (mesh) => void mesh.destinationRules.push(destinationRule("b", [], { host: "nobody" })),
    finding: ["IST0174", "warning", "spec.host"],
  },
  "rule-has-workload": {
    passes: (mesh) => {
      for (const { spec } of mesh.destinationRules) spec.workloadSelector = { matchLabels: { app: "shop" } };
    },
    fails: (mesh) => {
      for (const { spec } of mesh.destinationRules) spec.workloadSelector = { matchLabels: { app: "no" } };
    },
    finding: ["IST0127", "warning", "spec.workloadSelector.matchLabels"],
  },
  "server-verified": {
    passes: (mesh) => {
      const tls = { mode: "SIMPLE", caCertificates: "/etc/ssl/ca.pem" };
      for (const { spec } of mesh.destinationRules) spec.trafficPolicy = { tls };
    },
    fails: (mesh) => {
      for (const { spec } of mesh.destinationRules) spec.trafficPolicy = { tls: { mode: "MUTUAL" } };
    },
    finding: ["IST0128", "warning", "spec.trafficPolicy.tls"],
  },
  "entry-has-addresses": {
    passes: (mesh) => void mesh.serviceEntries.push(entry("maps", "TCP", { addresses: ["192.0.2.1"] })),
    fails: (mesh) => void mesh.serviceEntries.push(entry("maps", "tcp")),
    finding: ["IST0134", "warning", "spec.ports.0"],
  },
  "entry-protocols": {
    passes: (mesh) =>
      void mesh.serviceEntries.push(
        entry("maps", "HTTP", { exportTo: ["."] }),
        entry("maps-2", "HTTPS", { exportTo: ["elsewhere"] }),
      ),
    fails: (mesh) => void mesh.serviceEntries.push(entry("maps", "HTTP"), entry("maps-2", "HTTPS")),
    finding: ["IST0177", "warning", "spec.ports.0.protocol"],
  },
  "port-names": {
    passes: (mesh) => void mesh.services.push(serving({ name: "web", appProtocol: "http" })),
    fails: (mesh) => void mesh.services.push(serving({ name: "web" })),
    finding: ["IST0118", "info", "spec.ports.0.name"],
  },
};
