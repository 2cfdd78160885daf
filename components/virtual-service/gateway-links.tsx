import { objectHref } from "@/components/mesh-object/kind-pages";
import { TextLink } from "@/components/ui/text-link";

/** The gateways of a Virtual Service as links; `mesh` and none stand for the inside of the cluster. */
export function GatewayLinks(props: { gateways: readonly string[]; virtualCluster: string }) {
  const { gateways, virtualCluster } = props;
  if (gateways.length === 0) return "mesh (inside the cluster)";
  return (
    <ul className="flex flex-wrap gap-x-3">
      {gateways.map((gateway) => {
        if (gateway === "mesh") return <li key={gateway}>mesh (inside the cluster)</li>;
        const [namespace, name] = gateway.includes("/") ? gateway.split("/", 2) : [virtualCluster, gateway];
        return (
          <li key={gateway}>
            <TextLink href={objectHref("Gateway", namespace ?? virtualCluster, name ?? gateway)}>
              {gateway}
            </TextLink>
          </li>
        );
      })}
    </ul>
  );
}
