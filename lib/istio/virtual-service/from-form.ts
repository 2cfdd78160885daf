import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectMeta } from "../fields/object-form";
import type { VirtualServiceForm } from "./form";
import type { VirtualServiceObject } from "./object";
import { routesFromForms } from "./route-from-form";

/**
 * The Virtual Service that a valid form describes, with Lamia's own fields only. The lists of routes are
 * atomic, so what the form does not know of a route (mirrors, faults, headers, CORS) is copied from the route
 * in `current` that has the same name, condition or destinations.
 */
export function virtualServiceFromForm(
  form: VirtualServiceForm,
  namespace: string,
  current?: VirtualServiceObject,
): VirtualServiceObject {
  const routes = (protocol: "http" | "tls" | "tcp") =>
    orAbsent(
      routesFromForms(
        form.routes.filter((route) => route.protocol === protocol),
        current?.spec?.[protocol] ?? [],
      ),
    );
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      hosts: orAbsent([...form.hosts]),
      gateways: orAbsent([...form.gateways]),
      http: routes("http"),
      tls: routes("tls"),
      tcp: routes("tcp"),
    }),
  };
}
