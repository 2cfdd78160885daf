import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import { pairUp } from "../fields/pair-up";
import type { ServiceForm, ServicePortForm } from "./form";
import type { ServiceObject, ServicePort } from "./object";

/**
 * The Service that a valid form describes, with Lamia's own fields only. What the form does not know of a
 * port (node port, application protocol) is copied from `current`, matched by port and protocol.
 */
export function serviceFromForm(
  form: ServiceForm,
  namespace: string,
  current?: ServiceObject,
): ServiceObject {
  const earlier = pairUp(form.ports, current?.spec?.ports ?? [], (port, entry) =>
    port.port === entry.port && port.protocol === (entry.protocol ?? "TCP") ? 1 : 0,
  );
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      type: form.type,
      externalName: (form.type === "ExternalName" && form.externalName) || undefined,
      selector: orAbsent({ ...form.selector }),
      ports: orAbsent(form.ports.map((port, index) => portFromForm(port, earlier[index]))),
    }),
  };
}

function portFromForm(form: ServicePortForm, before: ServicePort | undefined): ServicePort {
  const { name: _name, targetPort: _targetPort, ...kept } = before ?? {};
  return dropUndefined({
    ...kept,
    name: form.name || undefined,
    port: form.port,
    targetPort: form.targetPort ?? form.port,
    protocol: form.protocol,
  });
}
