import { isRecord, same } from "@/lib/istio/edit/merge-edits";
import type { FieldProblem } from "../fields/field-problem";
import { texts } from "./texts";

/**
 * Finds what pods request beyond the level "baseline" of the Pod Security Standards: privileges on the node, or over other
 * pods. https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
interface PodRules {
  /** ServiceAccounts that pods may use, besides `default`; `*` means all. */
  serviceAccounts: readonly string[];
}

type Fields = Record<string, unknown>;
type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

const podPath = ["spec", "template", "spec"] as const;

const plainCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

const plainSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

const plainSelinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const plainProfiles = ["RuntimeDefault", "Localhost"];

/**
 * What is wrong with writing `next` over `current`, at its fields. A Deployment that already has such privileges keeps them
 * as long as its pods don't change, because another image would run with them. The ServiceAccount that it already names stays
 * allowed, whatever else changes.
 */
export function podProblems(next: unknown, current: unknown, rules: PodRules): FieldProblem[] {
  const pod = podOf(next);
  const existing = podOf(current);
  const account = accountProblems(pod, existing, rules);
  const rights = privilegesOf(next);
  const isUnchanged =
    current !== null && same(pod, existing) && same(podAnnotations(next), podAnnotations(current));
  return isUnchanged ? [] : [...rights, ...account];
}

/** Every field of a Deployment that requests more than "baseline" allows. */
export function privilegesOf(deployment: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path: [...path], message });
  const pod = podOf(deployment);
  for (const field of ["hostNetwork", "hostPID", "hostIPC"])
    if (isSet(pod[field])) report([...podPath, field], texts.hostNamespace({ field }));
  podSecurityContext(fieldsOf(pod.securityContext), [...podPath, "securityContext"], report);
  for (const [at, volume] of listOf(pod.volumes).entries())
    if (volume.hostPath !== undefined && volume.hostPath !== null)
      report([...podPath, "volumes", at, "hostPath"], texts.hostPath);
  for (const list of ["initContainers", "containers", "ephemeralContainers"])
    for (const [at, container] of listOf(pod[list]).entries())
      checkContainer(container, [...podPath, list, at], report);
  annotationProblems(deployment, report);
  return problems;
}

function checkContainer(container: Fields, path: Path, report: Report): void {
  const context = fieldsOf(container.securityContext);
  const at = [...path, "securityContext"];
  if (isSet(context.privileged)) report([...at, "privileged"], texts.privileged);
  const added = fieldsOf(context.capabilities).add;
  for (const [index, capability] of (Array.isArray(added) ? added : []).entries())
    if (!plainCapabilities.has(String(capability)))
      report([...at, "capabilities", "add", index], texts.capability({ capability: String(capability) }));
  if (context.procMount !== undefined && context.procMount !== null && context.procMount !== "Default")
    report([...at, "procMount"], texts.procMount);
  podSecurityContext(context, at, report);
  for (const [index, port] of listOf(container.ports).entries()) {
    if (isSet(port.hostPort)) report([...path, "ports", index, "hostPort"], texts.hostPort);
  }
  hostOfProbes(container, path, report);
}

/** What the security contexts of a pod and of a container have in common. */
function podSecurityContext(context: Fields, path: Path, report: Report): void {
  if (isSet(fieldsOf(context.windowsOptions).hostProcess))
    report([...path, "windowsOptions", "hostProcess"], texts.hostProcess);
  const selinux = fieldsOf(context.seLinuxOptions);
  if (!plainSelinuxTypes.includes(String(selinux.type ?? "")))
    report([...path, "seLinuxOptions", "type"], texts.selinuxType);
  for (const field of ["user", "role"])
    if (isSet(selinux[field])) report([...path, "seLinuxOptions", field], texts.selinuxField({ field }));
  for (const [field, name] of [
    ["seccompProfile", "seccomp"],
    ["appArmorProfile", "AppArmor"],
  ] as const) {
    const { type } = fieldsOf(context[field]);
    if (type !== undefined && type !== null && !plainProfiles.includes(String(type)))
      report([...path, field, "type"], texts.profile({ name }));
  }
  for (const [at, { name }] of listOf(context.sysctls).entries())
    if (!plainSysctls.has(String(name)))
      report([...path, "sysctls", at, "name"], texts.sysctl({ name: String(name) }));
}

/** A probe of another host makes the node send requests for whoever writes the pod. */
function hostOfProbes(container: Fields, path: Path, report: Report): void {
  const lifecycle = fieldsOf(container.lifecycle);
  const handlers: [Path, Fields][] = [
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe): [Path, Fields] => [
      [...path, probe],
      fieldsOf(container[probe]),
    ]),
    ...["postStart", "preStop"].map((hook): [Path, Fields] => [
      [...path, "lifecycle", hook],
      fieldsOf(lifecycle[hook]),
    ]),
  ];
  for (const [at, handler] of handlers)
    for (const kind of ["httpGet", "tcpSocket"])
      if (isSet(fieldsOf(handler[kind]).host)) report([...at, kind, "host"], texts.probeHost);
}

/** AppArmor's older annotations, and Istio's annotations for volumes that the injector adds. */
function annotationProblems(deployment: unknown, report: Report): void {
  for (const [name, value] of Object.entries(podAnnotations(deployment))) {
    const at = ["spec", "template", "metadata", "annotations", name];
    if (name.startsWith("container.apparmor.security.beta.kubernetes.io/")) {
      const isPlain = value === "" || value === "runtime/default" || String(value).startsWith("localhost/");
      if (!isPlain) report(at, texts.appArmor);
    }
    if (name === "sidecar.istio.io/userVolume" && /hostpath/i.test(unescaped(String(value))))
      report(at, texts.hostPath);
  }
}

function accountProblems(pod: Fields, existing: Fields, { serviceAccounts }: PodRules): FieldProblem[] {
  return ["serviceAccountName", "serviceAccount"].flatMap((field) => {
    const name = pod[field];
    if (!isSet(name) || name === "default") return [];
    const isAllowed = serviceAccounts.includes("*") || serviceAccounts.includes(String(name));
    const isCurrent = name === existing.serviceAccountName || name === existing.serviceAccount;
    if (isAllowed || isCurrent) return [];
    return [{ path: [...podPath, field], message: texts.serviceAccount({ name: String(name) }) }];
  });
}

function podOf(deployment: unknown): Fields {
  const { spec } = fieldsOf(deployment);
  return fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
}

function podAnnotations(deployment: unknown): Fields {
  const { spec } = fieldsOf(deployment);
  return fieldsOf(fieldsOf(fieldsOf(fieldsOf(spec).template).metadata).annotations);
}

/** Anything except the values for "not requested"; the API server refuses a value of the wrong type. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** As JSON reads it: `host\u0050ath` is a hostPath, too. */
function unescaped(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
