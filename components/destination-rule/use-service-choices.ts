"use client";
import { useMemo } from "react";
import { byServiceName, together, useObjectChoices } from "@/components/virtual-service/choices";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { texts } from "./texts";

/**
 * Services and entries of a virtual cluster to choose from, and the selector of a service by any form of its name.
 */
export function useServiceChoices(virtualCluster: string) {
  const serviceChoices = byServiceName(useObjectChoices<ServiceForm>("Service", virtualCluster));
  const entryChoices = useObjectChoices<ServiceEntryForm>("ServiceEntry", virtualCluster);
  const services = serviceChoices.items;
  const entries = entryChoices.items;
  const choices = useMemo(
    () => ({
      options: [
        ...services.map(({ name, form }) => ({
          value: name,
          label: name,
          hint: form.ports.map(({ port }) => port).join(", "),
        })),
        ...entries.flatMap(({ form }) =>
          form.hosts.map((host) => ({ value: host, label: host, hint: texts.serviceEntry })),
        ),
      ],
      selectorOf: (host: string): Readonly<Record<string, string>> | undefined =>
        services.find(
          ({ name }) => qualifiedHost(name, virtualCluster) === qualifiedHost(host, virtualCluster),
        )?.form.selector,
    }),
    [services, entries, virtualCluster],
  );
  return { ...choices, source: together(serviceChoices, entryChoices) };
}
