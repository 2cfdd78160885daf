import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord, listAt, textAt } from "@/sandbox/kubernetes/json/values";
import { type Controller, type ControllerContext, recordEvent } from "./controller";

const services = { group: "", plural: "services" };
const pollMilliseconds = 100;

export interface LoadBalancers extends Controller {
  /** The address of each Service by `namespace/name`, also while it is withheld. */
  addresses(): Record<string, string>;
}

/**
 * Gives each Service of type LoadBalancer a loopback address of its own, `addressAfterSeconds` after it asks.
 * While that lever is null no address is given and the given ones are withdrawn; a Service that had one gets
 * the same again. Services with a `loadBalancerClass` are those of another controller.
 */
export function startLoadBalancers(
  { cluster, objects }: ControllerContext,
  known: Readonly<Record<string, string>>,
): LoadBalancers {
  const addresses = new Map(Object.entries(known));
  /** When each Service without an address began to wait, in milliseconds. */
  const waitingSince = new Map<string, number>();

  const addressFor = (key: string): string => {
    const assigned = addresses.get(key) ?? freeAddress([...addresses.values()]);
    addresses.set(key, assigned);
    return assigned;
  };
  const visit = (service: StoredObject): void => {
    if (textAt(service, "spec", "loadBalancerClass") !== undefined) return;
    const key = `${service.metadata.namespace}/${service.metadata.name}`;
    const shown = textAt(listAt(service, "status", "loadBalancer", "ingress")[0], "ip");
    const isWanted = textAt(service, "spec", "type") === "LoadBalancer" && !isDeleting(service);
    const after = cluster.levers.addressAfterSeconds;
    if (!isWanted || after === null) {
      waitingSince.delete(key);
      if (!isWanted) addresses.delete(key);
      if (shown !== undefined) setStatus(service, undefined);
      return;
    }
    if (shown !== undefined) {
      waitingSince.delete(key);
      if (addresses.get(key) === undefined) addresses.set(key, shown);
      return;
    }
    const since = waitingSince.get(key) ?? cluster.now().getTime();
    waitingSince.set(key, since);
    if (cluster.now().getTime() - since < after * 1000) return;
    waitingSince.delete(key);
    setStatus(service, addressFor(key));
    recordEvent(objects, service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer");
  };
  const setStatus = (service: StoredObject, address: string | undefined): void => {
    const ingress = address === undefined ? {} : { ingress: [{ ip: address, ipMode: "VIP" }] };
    const status = { ...(isRecord(service.status) ? service.status : {}), loadBalancer: ingress };
    objects.put(
      services,
      { ...service, status },
      { manager: "cloud-controller-manager", subresource: "status" },
    );
  };
  const visitAll = (): void => {
    for (const service of objects.list(services)) visit(service);
  };
  const stop = objects.onChange(({ type, resource, object }) => {
    if (resource.group !== "" || resource.plural !== "services") return;
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type !== "DELETED") return;
    addresses.delete(key);
    waitingSince.delete(key);
  });
  const timer = setInterval(visitAll, pollMilliseconds);
  return {
    addresses: () => Object.fromEntries(addresses),
    close() {
      clearInterval(timer);
      stop();
    },
  };
}

function isDeleting(service: StoredObject): boolean {
  return service.metadata.deletionTimestamp !== undefined;
}

/** The address after the highest one in use; 254 of them to each third number, from 127.0.80.1 on. */
function freeAddress(taken: readonly string[]): string {
  const numbers = taken.map((address) => {
    const [, , third = "80", fourth = "0"] = address.split(".");
    return (Number(third) - 80) * 254 + Number(fourth);
  });
  const next = Math.max(0, ...numbers) + 1;
  return `127.0.${80 + Math.floor((next - 1) / 254)}.${((next - 1) % 254) + 1}`;
}
