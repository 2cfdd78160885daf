import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { isRecord, listAt, numberAt, recordAt, textAt, textsAt } from "@/sandbox/kubernetes/json/values";
import { resourceKey } from "@/sandbox/kubernetes/resources/resource-type";
import {
  type Controller,
  type ControllerContext,
  controllerReference,
  createWorkQueue,
  isPodReady,
  pods,
  recordEvent,
} from "./controller";

const services = { group: "", plural: "services" };
const pollMilliseconds = 100;

export interface LoadBalancers extends Controller {
  /** The address of each Service by `namespace/name`, including withheld ones. */
  addresses(): Record<string, string>;
}

/**
 * Gives each Service of type LoadBalancer its own loopback address, `addressAfterSeconds` after its creation. While
 * that lever is null, it assigns no address and withdraws the others; a Service gets its old address again. It
 * skips Services with a `loadBalancerClass`, which have another controller.
 */
export function startLoadBalancers(
  { cluster, objects }: ControllerContext,
  known: Readonly<Record<string, string>>,
): LoadBalancers {
  const addresses = new Map(Object.entries(known));
  /** When each Service without an address started to wait, in milliseconds. */
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
  let hasChanged = true;
  let after = cluster.levers.addressAfterSeconds;
  const visitAll = (): void => {
    if (!hasChanged && waitingSince.size === 0 && after === cluster.levers.addressAfterSeconds) return;
    hasChanged = false;
    after = cluster.levers.addressAfterSeconds;
    for (const service of objects.list(services)) visit(service);
  };
  const stop = objects.onChange(({ type, resource, object }) => {
    if (resource.group !== "" || resource.plural !== "services") return;
    hasChanged = true;
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

/** The next address after the highest in use: 254 for each third octet, from 127.0.80.1 on. */
function freeAddress(taken: readonly string[]): string {
  const numbers = taken.map((address) => {
    const [, , third = "80", fourth = "0"] = address.split(".");
    return (Number(third) - 80) * 254 + Number(fourth);
  });
  const next = Math.max(0, ...numbers) + 1;
  return `127.0.${80 + Math.floor((next - 1) / 254)}.${((next - 1) % 254) + 1}`;
}

const endpoints = { group: "", plural: "endpoints" };
const slices = { group: "discovery.k8s.io", plural: "endpointslices" };

/** Lists the ready pods behind each Service as its Endpoints and its EndpointSlice. */
export function startEndpoints(context: ControllerContext): Controller {
  const { objects } = context;
  const queue = createWorkQueue((key) => {
    const [namespace, name = ""] = key.split("/");
    const service = objects.get(services, namespace, name);
    if (service) publish(context, service);
    else {
      objects.remove(endpoints, namespace, name);
      objects.remove(slices, namespace, `${name}-slice`);
    }
  });
  const add = ({ metadata }: StoredObject): void => queue.add(`${metadata.namespace}/${metadata.name}`, 20);
  for (const service of objects.list(services)) add(service);
  const stop = objects.onChange(({ resource, object }) => {
    const key = resourceKey(resource);
    if (key === resourceKey(services)) add(object);
    if (key !== resourceKey(pods)) return;
    for (const service of objects.list(services, object.metadata.namespace)) {
      if (isBehind(service, object)) add(service);
    }
  });
  return {
    close() {
      stop();
      queue.close();
    },
  };
}

function isBehind(service: StoredObject, pod: StoredObject): boolean {
  const selector = Object.entries(textsAt(service, "spec", "selector"));
  return selector.length > 0 && selector.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

function publish({ objects }: ControllerContext, service: StoredObject): void {
  if (!recordAt(service, "spec", "selector")) return;
  const { name, namespace, labels } = service.metadata;
  const behind = objects.list(pods, namespace).filter((pod) => isBehind(service, pod) && isPodReady(pod));
  const ports = listAt(service, "spec", "ports")
    .filter(isRecord)
    .map((port) => ({
      ...(port.name !== undefined && { name: port.name }),
      port: targetPort(port, behind[0]),
      protocol: port.protocol ?? "TCP",
    }));
  const targets = behind.map((pod) => ({
    address: textAt(pod, "status", "podIP") ?? "",
    nodeName: textAt(pod, "spec", "nodeName") ?? "",
    targetRef: { kind: "Pod", name: pod.metadata.name, namespace, uid: pod.metadata.uid },
  }));
  const addresses = targets.map(({ address, ...rest }) => ({ ip: address, ...rest }));
  objects.put(endpoints, {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { name, namespace, ...(labels && { labels }) },
    ...(addresses.length > 0 && { subsets: [{ addresses, ports }] }),
  });
  objects.put(slices, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${name}-slice`,
      namespace,
      labels: { ...labels, "kubernetes.io/service-name": name },
      ownerReferences: [controllerReference(service)],
    },
    addressType: "IPv4",
    endpoints: targets.map(({ address, ...rest }) => ({
      addresses: [address],
      conditions: { ready: true, serving: true, terminating: false },
      ...rest,
    })),
    ports,
  });
}

/** A named target port is looked up in the pod's containers. */
function targetPort(port: Record<string, unknown>, pod: StoredObject | undefined): number {
  if (typeof port.targetPort === "number") return port.targetPort;
  const named = listAt(pod, "spec", "containers")
    .flatMap((container) => listAt(container, "ports"))
    .find((candidate) => textAt(candidate, "name") === port.targetPort);
  return numberAt(named, "containerPort") ?? Number(port.port);
}
