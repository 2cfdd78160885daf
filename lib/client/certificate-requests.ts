import type { RevocationReason } from "@/lib/gateway/model";
import { request } from "./request";

interface Of {
  virtualCluster: string;
  gateway: string;
  host: string;
}

interface Answer {
  host: string;
  serial: string;
}

const path = ({ virtualCluster, gateway }: Of) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/${encodeURIComponent(gateway)}`;

/** Asks for a new certificate; the walk gets it. */
export function reissueCertificate(of: Of): Promise<Answer> {
  return request("POST", `${path(of)}/reissue`, { host: of.host });
}

/** Asks for a new certificate, and that the CA revokes the old one afterwards. */
export function revokeCertificate(of: Of, reason: RevocationReason): Promise<Answer> {
  return request("POST", `${path(of)}/revoke`, { host: of.host, reason });
}
