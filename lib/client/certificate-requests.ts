import { queryOptions } from "@tanstack/react-query";
import type { OrderOutlookView, StagingTrialView } from "@/lib/api/certificate";
import type { RevocationReason } from "@/lib/gateway/model";
import { queryKey } from "./list-query";
import { queryString, request } from "./request";

interface Of {
  virtualCluster: string;
  gateway: string;
  host: string;
}

/** The certificate that the user has seen; null if there was none. */
interface Seen {
  serial: string | null;
}

interface Answer {
  host: string;
  serial: string;
}

const path = ({ virtualCluster, gateway }: Of) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/${encodeURIComponent(gateway)}`;

/** What the CA would say to an order for the host now. */
export function orderOutlookQuery(of: Of) {
  return queryOptions({
    queryKey: queryKey("gateways", of.virtualCluster, of.gateway, { outlook: of.host }),
    queryFn: () =>
      request<OrderOutlookView>("GET", `${path(of)}/order-outlook${queryString({ host: of.host })}`),
    staleTime: 0,
  });
}

/** Asks for a new certificate; the walk gets it. */
export function reissueCertificate(of: Of & Seen): Promise<Answer> {
  const { host, serial } = of;
  return request("POST", `${path(of)}/reissue`, { host, ...(serial === null ? {} : { serial }) });
}

/** Asks for a new certificate, and that the CA revokes the old one afterwards. */
export function revokeCertificate(of: Of & Seen, reason: RevocationReason): Promise<Answer> {
  return request("POST", `${path(of)}/revoke`, { host: of.host, serial: of.serial ?? "", reason });
}

const trialPollInMs = 1_000;

/** The trial of a host at the staging CA, asked for again while it runs. */
export function stagingTrialQuery(of: Of) {
  return queryOptions({
    queryKey: queryKey("gateways", of.virtualCluster, of.gateway, { trial: of.host }),
    queryFn: () =>
      request<StagingTrialView>("GET", `${path(of)}/staging-trial${queryString({ host: of.host })}`),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? trialPollInMs : false),
  });
}

export function startStagingTrial(of: Of): Promise<StagingTrialView> {
  return request("POST", `${path(of)}/staging-trial`, { host: of.host });
}
