import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { IstioView } from "@/lib/api/istio";
import { DefinitionsList } from "./definitions-list";
import { PartRow } from "./part-row";

/** What the cluster has and lacks of Istio, part by part. */
export function PartsCard({ istio }: { istio: IstioView }) {
  const { namespace, definitions, controlPlane, ingressGateways } = istio;
  const version = [controlPlane.version, controlPlane.revision].filter(Boolean).join(" · ");
  return (
    <Card
      title="Parts"
      description={
        <>
          Checked <RelativeTime at={istio.checkedAt} />, and again at every change.
        </>
      }
      flush
    >
      <ul aria-label="Parts of Istio" className="divide-y divide-line">
        <PartRow title="Namespace" part={namespace} />
        <PartRow title="Definitions" part={definitions}>
          <DefinitionsList items={definitions.items} />
        </PartRow>
        <PartRow title="Control plane" aside={version || null} part={controlPlane} />
        <PartRow title="Ingress gateways" part={ingressGateways} />
      </ul>
    </Card>
  );
}
