import {
  destinationRule,
  gateway,
  host,
  httpsServer,
  service,
  virtualService,
} from "@/lib/istio/testing/mesh";
import type { ServiceEntryObject } from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { type Examples, other, own, route, second } from "./example";

/** Of the checks of Gateways. */
export const gatewayExamples: Examples = {
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
    finding: ["IST0101", "error", "spec.servers.0.tls.credentialName"],
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
  "certificate-near-end": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(second());
      const secret = own("istio-system");
      mesh.secrets.push({ ...secret, certificate: { names: [other], daysLeft: 3 } });
    },
    finding: ["LAM0121", "warning", "spec.servers.0.tls.credentialName"],
  },
  "certificate-chain": {
    passes: (mesh) => {
      mesh.gateways.push(second());
      mesh.secrets.push(own("istio-system"));
    },
    fails: (mesh) => {
      mesh.gateways.push(second());
      const secret = own("istio-system");
      mesh.secrets.push({
        ...secret,
        certificate: { names: [other], issuer: "CA", lacksIntermediate: true },
      });
    },
    finding: ["LAM0122", "warning", "spec.servers.0.tls.credentialName"],
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
  "annotation-values": {
    passes: (mesh) => {
      const [first] = mesh.gateways;
      if (first)
        first.metadata.annotations = {
          ...first.metadata.annotations,
          "lamia.dev/certificate_scope": "zone",
          "lamia.dev/dns_records": "all",
          "lamia.dev/ingress": "dedicated",
        };
    },
    fails: (mesh) => {
      const [first] = mesh.gateways;
      if (first)
        first.metadata.annotations = {
          ...first.metadata.annotations,
          "lamia.dev/certificate_scope": "domain",
        };
    },
    finding: ["LAM0123", "warning", "metadata.annotations.lamia.dev/certificate_scope"],
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
  "listener-rejected": {
    passes: (mesh) => {
      const elsewhere = { ...httpsServer(other, "third"), hosts: [`elsewhere/${other}`], bind: "10.0.0.1" };
      mesh.gateways.push(
        second([{ ...httpsServer(other, "own"), hosts: [`./${other}`] }]),
        gateway("gw-3", [elsewhere]),
      );
      mesh.secrets.push(own("istio-system"), { ...own("istio-system", [other], "3C"), name: "third" });
    },
    fails: (mesh) =>
      void mesh.gateways.push(
        second([{ ...httpsServer(other, "own"), hosts: [`./${other}`] }]),
        gateway("gw-3", [{ ...httpsServer(other, "third"), hosts: [`elsewhere/${other.toUpperCase()}`] }]),
      ),
    finding: ["LAM0114", "error", "spec.servers.0.hosts.0"],
  },
  "port-protocols": {
    passes: (mesh) =>
      void mesh.gateways.push(
        second([{ port: { number: 80, protocol: "HTTP" }, hosts: [other] }]),
        gateway("gw-3", [{ port: { number: 80, protocol: "GRPC" }, hosts: [host] }]),
      ),
    fails: (mesh) =>
      void mesh.gateways.push(
        second([{ port: { number: 80, protocol: "HTTP" }, hosts: [other] }]),
        gateway("gw-3", [{ port: { number: 80, protocol: "TCP" }, hosts: ["*"] }]),
      ),
    finding: ["LAM0115", "error", "spec.servers.0.port.protocol"],
  },
};

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
