import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  kindOfOther: "a {kind} of another virtual cluster",
  objectOfOther: "an object of another virtual cluster",
  serviceOfOther: "a Service of another virtual cluster",
  other: "another virtual cluster",
  emailTaken: "A user with this email address already exists.",
  wrongPassword: "The email address or the password is wrong.",
  wrongCode: "This code is wrong, or was used before. Enter the next one that your app shows.",
  passkeyRefused: "This passkey wasn’t accepted. Try again, or sign in another way.",
  passkeyNotMade: "The passkey wasn’t accepted. Try again.",
  stepOver: "This sign-in took too long, or has ended. Enter your password again.",
  appLost:
    "Lamia no longer has the secret of your authenticator app. Use a recovery code, or ask an admin to reset your second factor.",
  secondFactorMissing:
    "This installation requires a second factor. Open the panel, and set one up; until then, neither you nor your API tokens may do anything else.",
  linkUsed:
    "This link has been used, has expired, or was never valid. Ask an admin for a new one. As long as there is no admin, restarting Lamia prints one.",
  roleMissing:
    "This needs the role {role} in the installation. An admin of the installation can grant it to you.",
  roleMissingIn:
    "This needs the role {role} in {virtualCluster}. An admin of {virtualCluster} or of the installation can grant it to you.",
  unknownToKubernetes:
    "Kubernetes decides here who may do what, and it only knows users who sign in with the OIDC provider, with an email address that the provider has verified, and a name that doesn’t begin with “system:”.",
  kubernetesRefused:
    "Kubernetes doesn’t let {user} {call}: no RoleBinding allows it, or a quota or an admission rule is against it. Ask whoever runs the cluster.",
  notGrantedIn:
    "This needs the right to {verb} {what} in namespace {namespace}, and Kubernetes doesn’t give it to {user}. Whoever runs the cluster can grant it with a RoleBinding.",
  notGrantedAnywhere:
    "This needs the right to {verb} {what} in all namespaces, and Kubernetes doesn’t give it to {user}. Whoever runs the cluster can grant it with a ClusterRoleBinding.",
  cannotImpersonate: "Lamia isn’t allowed to ask the cluster on behalf of its users.",
  grantImpersonation:
    "Apply impersonate.yaml, or install the chart with authorization: kubernetes, so that Lamia’s ServiceAccount may impersonate users and groups.",
  accountPause:
    "Too many wrong passwords or codes for this account. Try again in {seconds, plural, one {# second} other {# seconds}}.",
  accountSlowed:
    "Someone tried wrong passwords or codes for {account}. Its next sign-in has to wait {seconds, plural, one {# second} other {# seconds}}.",
  accountSlowedTitle: "Wrong passwords",
  accountSlowedRemedy:
    "If this isn’t a mistake of your own, check who can reach the panel, and change the password.",
  tokenSignIn: "Someone signed in with the installation token, from {address}.",
  tokenBearer: "The installation token was used by a program at {address}.",
  thisMachine: "this machine",
  tokenUsedTitle: "Installation token used",
  tokenUsedRemedy:
    "If none of you did this, start the panel with another LAMIA_API_TOKEN. Give programs API tokens of their own, and switch the installation token off with LAMIA_TOKEN_SIGN_IN=false.",
  noUsersYet: "Lamia has no users yet.",
  noAdminYet:
    "Lamia has {users, plural, one {# user, who isn’t} other {# users, and none of them is}} an admin of the installation.",
  firstAdmin:
    "{why} Create the first admin with this link. It works once, until {until}, and replaces the link of an earlier start:\n  {link}\nWithout it, restart Lamia: it prints another link as long as there is no admin.",
});
