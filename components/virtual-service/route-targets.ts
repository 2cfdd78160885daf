import type { ComboboxOption } from "@/components/ui/form/combobox-options";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { texts } from "./texts";

/** The objects of a virtual cluster that a route can lead to. */
interface RouteTargetSources {
  virtualCluster: string;
  services: readonly MeshObject<ServiceForm>[];
  destinationRules: readonly MeshObject<DestinationRuleForm>[];
  serviceEntries: readonly MeshObject<ServiceEntryForm>[];
}

/** Choices for the destination of a route, and for port and subset once it is set. */
export interface RouteTargets {
  destinations: ComboboxOption[];
  portsOf: (destination: string) => ComboboxOption[];
  subsetsOf: (destination: string) => ComboboxOption[];
}

/** Sorts the virtual cluster's objects into choices; a host is the same in its short and full form. */
export function routeTargets(sources: RouteTargetSources): RouteTargets {
  const { virtualCluster, services, destinationRules, serviceEntries } = sources;
  const full = (host: string) => qualifiedHost(host, virtualCluster);
  return {
    destinations: [
      ...services.map(({ name, form }) => ({
        value: name,
        label: name,
        hint: form.ports.map(({ port }) => port).join(", "),
      })),
      ...serviceEntries.flatMap(({ form }) =>
        form.hosts.map((host) => ({ value: host, label: host, hint: texts.serviceEntry })),
      ),
    ],
    portsOf(destination) {
      const service = services.find(({ name }) => full(name) === full(destination));
      const entry = serviceEntries.find(({ form }) => form.hosts.includes(destination));
      return [
        ...(service?.form.ports ?? []).map(({ port, name }) => option(String(port), name)),
        ...(entry?.form.ports ?? []).map(({ port, protocol }) => option(String(port), protocol)),
      ];
    },
    subsetsOf: (destination) =>
      destinationRules
        .filter(({ form }) => full(form.service) === full(destination))
        .flatMap(({ form }) => form.subsets)
        .map(({ name, labels }) =>
          option(
            name,
            Object.entries(labels)
              .map(([key, value]) => `${key}=${value}`)
              .join(", "),
          ),
        ),
  };
}

function option(value: string, hint: string | undefined): ComboboxOption {
  return { value, label: value, ...(hint ? { hint } : {}) };
}
