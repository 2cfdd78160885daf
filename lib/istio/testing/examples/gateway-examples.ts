import { credentialNameFor } from "@/lib/model/secured-hosts";
import { gateway, host, httpsServer, virtualService } from "../mesh";
import { type Examples, other, own, second } from "./example";

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
