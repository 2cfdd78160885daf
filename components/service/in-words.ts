import type { SelectOption } from "@/components/ui/form/controls";
import type { ServicePortForm } from "@/lib/istio/service/form";
import { texts } from "./texts";

const words: Readonly<Record<string, string>> = {
  ClusterIP: texts.clusterIp,
  NodePort: texts.nodePort,
  LoadBalancer: texts.loadBalancer,
  ExternalName: texts.externalName,
};

export const serviceTypeOptions: SelectOption[] = Object.entries(words).map(([value, label]) => ({
  value,
  label,
}));

export function typeInWords(type: string | undefined): string {
  return words[type ?? "ClusterIP"] ?? String(type);
}

/** `9090→http` when the target differs, else `9090`; with the protocol unless it is TCP. */
export function portInWords({ port, targetPort, protocol }: ServicePortForm): string {
  const target = targetPort === undefined || targetPort === port ? "" : `→${targetPort}`;
  return `${port}${target}${protocol === "TCP" ? "" : `/${protocol}`}`;
}
