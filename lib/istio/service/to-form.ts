import { dropUndefined } from "../fields/drop-empty";
import { objectForm } from "../fields/object-form";
import { withSpec } from "../fields/with-spec";
import type { ServiceForm, ServicePortForm } from "./form";
import type { ServiceObject } from "./object";

/** The form that shows a Service, whoever made it; what Kubernetes defaults is filled in. */
export function formFromService(service: ServiceObject): ServiceForm {
  const { metadata, spec } = withSpec(service);
  return dropUndefined({
    ...objectForm(metadata),
    selector: { ...spec.selector },
    type: spec.type as ServiceForm["type"],
    externalName: spec.externalName || undefined,
    ports: (spec.ports ?? []).map(
      ({ port, targetPort, protocol, name }): ServicePortForm =>
        dropUndefined({
          port,
          targetPort: targetPort ?? port,
          protocol: (protocol ?? "TCP") as ServicePortForm["protocol"],
          name: name || undefined,
        }),
    ),
  });
}
