import { gatewayPath, virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { AuditEntry } from "@/lib/api/audit";
import { texts } from "./texts";

/** What was done, as people say it. */
const words: Readonly<Record<string, string>> = {
  "object.created": texts.didObjectCreated,
  "object.changed": texts.didObjectChanged,
  "object.deleted": texts.didObjectDeleted,
  "object.returned": texts.didObjectReturned,
  "sign-in": texts.didSignIn,
  "sign-in.begun": texts.didSignInBegun,
  "sign-in.failed": texts.didSignInFailed,
  "sign-out": texts.didSignOut,
  "session.ended": texts.didSessionEnded,
  "password.changed": texts.didPasswordChanged,
  "user.created": texts.didUserCreated,
  "user.invited": texts.didUserInvited,
  "user.changed": texts.didUserChanged,
  "user.password-link-made": texts.didUserPasswordLinkMade,
  "password.reset": texts.didPasswordReset,
  "second-factor.added": texts.didSecondFactorAdded,
  "second-factor.removed": texts.didSecondFactorRemoved,
  "second-factor.reset": texts.didSecondFactorReset,
  "passkey.added": texts.didPasskeyAdded,
  "passkey.removed": texts.didPasskeyRemoved,
  "recovery-codes.made": texts.didRecoveryCodesMade,
  "role.set": texts.didRoleSet,
  "wildcard.asked": texts.didWildcardAsked,
  "wildcard.given-back": texts.didWildcardGivenBack,
  "user.removed": texts.didUserRemoved,
  "api-token.made": texts.didApiTokenMade,
  "api-token.removed": texts.didApiTokenRemoved,
  "host.checked": texts.didHostChecked,
  "records.taken-over": texts.didRecordsTakenOver,
  "name-servers.set": texts.didNameServersSet,
  "host.adopted": texts.didHostAdopted,
  "host.given-back": texts.didHostGivenBack,
  "certificate.reissue-asked": texts.didCertificateReissueAsked,
  "certificate.revocation-asked": texts.didCertificateRevocationAsked,
  "certificate.tried": texts.didCertificateTried,
  "cleanup.retried": texts.didCleanupRetried,
  "cleanup.kept": texts.didCleanupKept,
  "cleanup.confirmed": texts.didCleanupConfirmed,
  "notification.tested": texts.didNotificationTested,
  "istio.install-asked": texts.didIstioInstallAsked,
  "metadata.taken-over": texts.didMetadataTakenOver,
  "virtual-cluster.exported": texts.didVirtualClusterExported,
  "audit.exported": texts.didAuditExported,
  "audit.trimmed": texts.didAuditTrimmed,
};

/** An act that this page doesn't know is shown by its name. */
export function actWord(action: string): string {
  return Object.hasOwn(words, action) ? (words[action] ?? action) : action;
}

type Named = Pick<AuditEntry, "kind" | "virtualCluster" | "name"> & Partial<Pick<AuditEntry, "action">>;

/** About a person or a group, whom the summary names: the virtual cluster is only where. */
const ofPeople: ReadonlySet<string> = new Set(["role.set", "user.invited"]);

/** As errors name it, such as `Gateway web`; empty for an act without an object. */
export function objectTitle({ kind, virtualCluster, name, action }: Named): string {
  if (action !== undefined && ofPeople.has(action)) return "";
  if (kind === "Namespace" || (kind === null && name === null)) return virtualCluster ?? "";
  return [kind, name].filter((part) => part !== null).join(" ");
}

const segments: Readonly<Record<string, string>> = {
  Service: "services",
  DestinationRule: "destination-rules",
  VirtualService: "virtual-services",
  ServiceEntry: "service-entries",
};

/** The page of the object; null if it has none. */
export function objectLink({ kind, virtualCluster, name }: Named): string | null {
  if (virtualCluster === null) return null;
  if (kind === "Namespace") return virtualClusterPath(virtualCluster, "metadata/history");
  if (kind === null) return virtualClusterPath(virtualCluster);
  if (name === null) return null;
  if (kind === "Gateway") return gatewayPath(virtualCluster, name);
  const segment = segments[kind];
  return segment === undefined
    ? null
    : virtualClusterPath(virtualCluster, `${segment}/${encodeURIComponent(name)}`);
}

/** Whether an object of the kind can be returned to a version: those that have a form. */
export function canReturn(kind: string | null): boolean {
  return (
    kind === "Gateway" ||
    kind === "Namespace" ||
    kind === "Deployment" ||
    (kind !== null && Object.hasOwn(segments, kind))
  );
}
