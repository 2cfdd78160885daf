import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import { type ClusterApi, gatewayObject, gatewaysPath } from "../cluster";
import type { Certificates } from "./certificates";
import type { HeldZone, Names, TextRecord } from "./names";

export interface FloorTools {
  cluster: ClusterApi;
  zoneOf(apex: string): Promise<HeldZone>;
  names: Names;
  certificates: Certificates;
  ingressPort: number;
}

interface Service {
  status: { loadBalancer: { ingress: { ip: string }[] } };
}

/**
 * Only what a walk sends over the network, in parallel where possible: the Gateway, the address, the delegation,
 * one change for the A record and its ownership record, one for the TXT record, the order, the Secret, the
 * handshake.
 * @returns what remains after the site is open: removing the TXT record
 */
export async function walkOnce(
  { cluster, zoneOf, names, certificates, ingressPort }: FloorTools,
  { name, host, apex }: { name: string; host: string; apex: string },
): Promise<() => Promise<void>> {
  await cluster.post(gatewaysPath("floor"), gatewayObject("floor", name, host));
  const [service, zone] = await Promise.all([
    cluster.get<Service>("/api/v1/namespaces/istio-system/services/istio-ingressgateway"),
    zoneOf(apex),
  ]);
  const address = service.status.loadBalancer.ingress[0]?.ip ?? "";
  const addressRecord: TextRecord = { type: "a", name: host, data: address };
  const mark: TextRecord = { type: "txt", name: `_lamia.${host}`, data: `heritage=floor,gateway=${name}` };
  let proof: TextRecord[] = [];
  const issued = async () => {
    await names.delegated(apex, zone.nameServers);
    return certificates.issue(host, async (challenge, value) => {
      proof = [{ type: "txt", name: challenge, data: value }];
      await zone.add(proof);
      await names.everywhere(zone.nameServers, challenge, "TXT", value);
    });
  };
  const published = async () => {
    await zone.add([addressRecord, mark]);
    await names.everywhere(zone.nameServers, host, "A", address);
  };
  const [{ chain, key }] = await Promise.all([issued(), published()]);
  await cluster.post("/api/v1/namespaces/istio-system/secrets", {
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { name: `${name}-tls` },
    data: { "tls.crt": base64(chain), "tls.key": base64(key) },
  });
  const { serialNumber } = new X509Certificate(chain);
  while ((await servedSerial(address, ingressPort, host)) !== serialNumber) await pause();
  return () => zone.remove(proof);
}

function servedSerial(address: string, port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername: host, rejectUnauthorized: false });
    socket.once("error", () => resolve(null));
    socket.once("close", () => resolve(null));
    socket.once("secureConnect", () => {
      resolve(socket.getPeerX509Certificate()?.serialNumber ?? null);
      socket.destroy();
    });
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
