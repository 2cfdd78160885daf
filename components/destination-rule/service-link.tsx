import { objectHref } from "@/components/mesh-object/kind-pages";
import { TextLink } from "@/components/ui/text-link";
import { serviceOfHost } from "./service-of-host";

/** A host as a link to its Service; as text where it is none of the cluster's. */
export function ServiceLink({ host, virtualCluster }: { host: string; virtualCluster: string }) {
  const service = serviceOfHost(host, virtualCluster);
  if (!service) return <span className="break-words font-mono text-xs">{host}</span>;
  return (
    <TextLink href={objectHref("Service", service.namespace, service.name)} className="font-mono text-xs">
      {host}
    </TextLink>
  );
}
