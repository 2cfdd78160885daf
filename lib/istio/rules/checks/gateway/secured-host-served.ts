import { readSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import { dnsPart, hostCovers, sameName } from "../../../fields/host";
import type { Check } from "../../finding";

/** A Secured Host of the annotation is among the hosts of a server on its port. */
export const securedHostServed: Check<"Gateway"> = {
  id: "secured-host-served",
  code: "LAM0108",
  title: "A Secured Host that no server serves",
  of: "Gateway",
  run({ metadata, spec }) {
    const annotation = metadata.annotations?.[securedHostsAnnotation];
    if (!annotation) return [];
    const { entries, malformed } = readSecuredHosts(annotation);
    const found = { severity: "error" as const, path: ["metadata", "annotations", securedHostsAnnotation] };
    const unserved = entries.flatMap(({ port, host }) => {
      const servers = (spec.servers ?? []).filter((server) => server.port.number === port);
      if (servers.some(({ hosts }) => hosts.some((listed) => hostCovers(sameName(dnsPart(listed)), host))))
        return [];
      const message =
        servers.length > 0
          ? `The Secured Host ${host} is not among the hosts of the server on port ${port}`
          : `The Secured Host ${host} is for port ${port}, where the Gateway has no server`;
      const remedy = servers.length > 0 ? `Add ${host} to the hosts, or “*”` : `Add a server on port ${port}`;
      return [{ ...found, message, remedy }];
    });
    const unread = malformed.map(({ part, reason }) => ({
      ...found,
      message: `“${part}” in the annotation cannot be a Secured Host`,
      remedy: reason,
    }));
    return [...unserved, ...unread];
  },
};
