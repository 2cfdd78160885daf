import type { MeshObject } from "@/lib/api/mesh-object";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";

/** What no longer works when the Service Entry is deleted. */
export function lossesOfServiceEntry({ form }: MeshObject<ServiceEntryForm>): string[] {
  const hosts = form.hosts.join(", ");
  return [
    `The mesh no longer knows ${hosts}: virtual services and destination rules for it have no effect.`,
    "Where the mesh lets only known services out, requests there are refused.",
  ];
}
