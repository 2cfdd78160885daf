import type { ServicePortForm } from "@/lib/istio/service/form";

/** `9090→http` where the target differs, `9090` where not; the protocol unless it is TCP. */
export function portInWords({ port, targetPort, protocol }: ServicePortForm): string {
  const target = targetPort === undefined || targetPort === port ? "" : `→${targetPort}`;
  return `${port}${target}${protocol === "TCP" ? "" : `/${protocol}`}`;
}
