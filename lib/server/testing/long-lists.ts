import { type SortColumn, sortColumns } from "@/lib/api/choices";
import { listAllApplications } from "../operations/applications";
import { listCertificates } from "../operations/certificates";
import { listAllGateways } from "../operations/gateways";
import { destinationRules, serviceEntries, services, virtualServices } from "../operations/mesh-objects";
import { largeCluster } from "./large-cluster";

/** Every list that can be sorted, with its operation and its columns. */
export const longLists = [
  { name: "Services", operation: services.listAll, columns: sortColumns.Service },
  { name: "DestinationRules", operation: destinationRules.listAll, columns: sortColumns.DestinationRule },
  { name: "VirtualServices", operation: virtualServices.listAll, columns: sortColumns.VirtualService },
  { name: "ServiceEntries", operation: serviceEntries.listAll, columns: sortColumns.ServiceEntry },
  { name: "Applications", operation: listAllApplications, columns: sortColumns.Application },
  { name: "Gateways", operation: listAllGateways, columns: sortColumns.Gateway },
  { name: "Certificates", operation: listCertificates, columns: sortColumns.Certificate },
] as const satisfies readonly {
  name: string;
  operation: unknown;
  columns: readonly SortColumn<keyof typeof sortColumns>[];
}[];

/** `count` objects of each kind that has a list, each Gateway with a Secured Host and its certificate. */
export function longListsCluster(count: number) {
  return largeCluster((put) => {
    for (let number = 0; number < count; number++) {
      const name = `app-${String(number).padStart(5, "0")}`;
      const host = `${name}.example.com`;
      const route = [{ destination: { host: name, subset: "v1" } }];
      put("Service", name, { selector: { app: name }, ports: [{ name: "http", port: 80 + (number % 50) }] });
      put("Deployment", name, {
        replicas: number % 3,
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: "a:1" }] } },
      });
      put("DestinationRule", name, { host: name, subsets: [{ name: "v1", labels: { version: "v1" } }] });
      put("VirtualService", name, { hosts: [host], gateways: [name], http: [{ route }] });
      put("ServiceEntry", name, {
        hosts: [`${name}.elsewhere.test`],
        ports: [{ number: 443, name: "https", protocol: "HTTPS" }],
        resolution: "DNS",
      });
      const tls = { mode: "SIMPLE", credentialName: `${name}-tls` };
      const server = { port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: [host], tls };
      const annotations = { "lamia.dev/secured-hosts": `443=${host}` };
      put("Gateway", name, { selector: { istio: "ingressgateway" }, servers: [server] }, { annotations });
    }
  });
}
