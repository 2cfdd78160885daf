import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  hostAlone: "Name a service. “*” alone is not one.",
  hostRequired: "Add at least one host.",
  portRequired: "Add at least one port.",
  locationHelp: "Whether the service is outside the mesh (the default)",
  resolutionHelp: "How the proxy finds its addresses",
  severalHosts:
    "With several hosts, each port must use HTTP, gRPC or TLS. Create a separate entry for this one.",
  hostTwice: "“{host}” is listed twice. Remove one.",
  portTwice: "Port {port} is listed twice. Remove one.",
  dynamicDnsHost: "With DYNAMIC_DNS, every host must start with “*”. For other hosts, choose DNS.",
  dynamicDnsProtocol: "With DYNAMIC_DNS, use one of {protocols}.",
  noDnsName: "“{host}” can’t be looked up in DNS. Enter a single host, or choose the resolution NONE.",
});
