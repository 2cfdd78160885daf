import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  viewer: "viewer",
  operator: "operator",
  editor: "editor",
  admin: "admin",
  missingIn: "You need the role {role} in {scope}. {ask}",
  missing: "You need the role {role} in the installation. {ask}",
  missingAnywhere: "You need the role {role} in a virtual cluster. {ask}",
  askNamed: "Ask an admin: {names}.",
  askSome: "Ask an admin of this installation.",
  andMore: "{names} and {count} more",
  refusedIn:
    "Kubernetes doesn’t let you {verb} {what}{more, plural, =0 {} other {, or one of {others},}} in namespace {scope}. Ask whoever administers the cluster’s RBAC.",
  refusedEverywhere:
    "Kubernetes doesn’t let you {verb} {what}{more, plural, =0 {} other {, or one of {others},}} in all namespaces. Ask whoever administers the cluster’s RBAC.",
  refusedAnywhere:
    "Kubernetes doesn’t let you {verb} {what}{more, plural, =0 {} other {, or one of {others},}} in any namespace. Ask whoever administers the cluster’s RBAC.",
  readOnly: "You can look, but not change anything",
  noRole: "You have no role yet",
  noRight: "Kubernetes doesn’t let you see anything yet",
  noRightHelp:
    "You are signed in as {email}. Here, the cluster’s RBAC decides who may do what, and it doesn’t let you list gateways.networking.istio.io in any namespace that Lamia manages. Ask whoever administers the cluster’s RBAC for a RoleBinding. It counts within seconds.",
  noRoleHelp:
    "You are signed in as {email}, but nobody has given you a role, so there is nothing to show. Ask an admin of this installation to give you one in a virtual cluster. This page changes by itself when they do.",
});
