import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  outside: "Outside the mesh",
  inside: "Part of the mesh",
  dns: "DNS: all addresses of the name",
  dnsRoundRobin: "DNS round robin: one at a time",
  static: "Static: the endpoints in the YAML",
  noResolution: "None: the address that the client asked for",
  port: "Port",
  protocol: "Protocol",
  hosts: "Hosts",
  location: "Location",
  resolution: "Resolution",
  ports: "Ports",
  serviceEntry: "Service entry",
  host: "Host",
  hostsHelp: "DNS names by which the pods of the mesh call the service.",
  portsHelp: "The ports it listens on, and their protocols.",
  chooseProtocol: "Choose a protocol",
  reachedBy: "How to reach it",
  locationUnset: "Not set (outside the mesh)",
  locationHelp: "A service outside the mesh has no sidecar, so Istio doesn’t use mutual TLS with it.",
  resolutionUnset: "Not set (none)",
  resolutionHelp: "How the proxy finds the addresses of the hosts. DNS can’t resolve a host with “*”.",
  noneHelp:
    "A service entry adds a service outside the cluster to the mesh, such as api.example.com. You can then set timeouts, retries and routes for it as for your own services.",
});
