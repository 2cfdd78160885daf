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
} from "./controller";

const services = { group: "", plural: "services" };
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

/** A target port by name is looked up in the pod's containers. */
function targetPort(port: Record<string, unknown>, pod: StoredObject | undefined): number {
  if (typeof port.targetPort === "number") return port.targetPort;
  const named = listAt(pod, "spec", "containers")
    .flatMap((container) => listAt(container, "ports"))
    .find((candidate) => textAt(candidate, "name") === port.targetPort);
  return numberAt(named, "containerPort") ?? Number(port.port);
}
