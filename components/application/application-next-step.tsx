import { NextStep } from "@/components/mesh-object/next-step";
import type { ApplicationView } from "@/lib/api/application";

/** An application that no service selects cannot be reached by name: that comes next. */
export function ApplicationNextStep({ application }: { application: ApplicationView }) {
  const { name, virtualCluster, services } = application;
  if (services.length > 0) return null;
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  return (
    <NextStep
      title="Next: give it a name inside the cluster"
      href={`${base}/services/new?app=${encodeURIComponent(name)}`}
      action="Create a service"
    >
      A service gives the pods of {name} one name and port; destination rules and virtual services build on
      it.
    </NextStep>
  );
}
