import { dropUndefined } from "../fields/drop-empty";
import { objectForm } from "../fields/object-form";
import { withSpec } from "../fields/with-spec";
import type { ServiceEntryForm, ServiceEntryPortForm } from "./form";
import type { ServiceEntryObject } from "./object";

/** The form that shows a Service Entry, whoever made it. */
export function formFromServiceEntry(entry: ServiceEntryObject): ServiceEntryForm {
  const { metadata, spec } = withSpec(entry);
  return dropUndefined({
    ...objectForm(metadata),
    hosts: [...(spec.hosts ?? [])],
    ports: (spec.ports ?? []).map(({ number, protocol }) => ({
      port: number,
      protocol: (protocol ?? "TCP").toUpperCase() as ServiceEntryPortForm["protocol"],
    })),
    location: spec.location as ServiceEntryForm["location"],
    resolution: spec.resolution as ServiceEntryForm["resolution"],
  });
}
