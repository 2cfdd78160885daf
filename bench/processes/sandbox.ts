import { configureProvider } from "@/lib/server/testing/configure-provider";
import { startSandbox } from "@/sandbox/start";
import { seedMesh, seedServices } from "./seeds";
import { offer } from "./spawn";

/** The sandbox on free ports. `vamp-demo` has its key, and new zones are delegated at once. */
const home = process.argv[2] ?? "";
const { file, kubernetes, dns, levers, close } = await startSandbox({ home, ephemeral: true });
levers.autoDelegateAfterSeconds = 0;
levers.addressAfterSeconds = 0;
configureProvider({ file, kubernetes });
// The floor's Gateways are where neither the panel nor the ingress looks.
kubernetes.objects.put(
  { group: "", plural: "namespaces" },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "floor" } },
);

offer({
  file: () => file,
  /** Types and names of the record sets in each change of the zone, oldest first. */
  changes: (apex: string) =>
    (dns.zones.ofDnsName(`${apex}.`)?.changes ?? []).map(({ additions, deletions }) =>
      [...additions, ...deletions].map(({ type, name }) => `${type} ${name}`),
    ),
  seedMesh: (count: number) => seedMesh(kubernetes.objects, count),
  seedServices: (wanted: { namespace: string; count: number }) => seedServices(kubernetes.objects, wanted),
});
process.on("SIGTERM", async () => {
  await close();
  process.exit(0);
});
process.send?.("ready");
