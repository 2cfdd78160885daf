import { dropUndefined } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import { pairUp } from "../fields/pair-up";
import type { ServiceEntryForm } from "./form";
import type { ServiceEntryObject } from "./object";

/**
 * The Service Entry that a valid form describes, with Lamia's own fields only. Ports keep the name and target
 * port that they have in `current`.
 */
export function serviceEntryFromForm(
  form: ServiceEntryForm,
  namespace: string,
  current?: ServiceEntryObject,
): ServiceEntryObject {
  const earlier = pairUp(form.ports, current?.spec?.ports ?? [], (port, entry) =>
    port.port === entry.number ? 1 : 0,
  );
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      hosts: [...form.hosts],
      ports: form.ports.map(({ port, protocol }, index) => {
        const name = `${protocol.toLowerCase()}-${port}`;
        return { name, ...earlier[index], number: port, protocol };
      }),
      location: form.location,
      resolution: form.resolution,
    }),
  };
}
