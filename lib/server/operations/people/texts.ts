import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  listUsers: "List users with their roles and groups",
  stateOfUsers: "Only users who can sign in, or only disabled ones.",
  inviteUser:
    "Create a one-time link for a new user, with a role in the installation or in a virtual cluster",
  changeUser: "Disable a user, who is signed out everywhere, or let them sign in again",
  setUserRole: "Give a user a role in the installation or in a virtual cluster, or take it away",
  passwordLink: "Create a one-time link with which a user sets a new password",
  endSessions: "Sign a user out everywhere",
  beginApp: "Begin to set up an authenticator app; the answer is the only one with its secret",
  confirmApp:
    "Turn the authenticator app on with a code of it; the first time, the answer has recovery codes",
  removeApp: "Turn your authenticator app off",
  makeRecoveryCodes: "Make new recovery codes in place of those that are left",
  resetSecondFactor: "Remove the second factor of a user, and end the user’s sessions",
  enterPassword: "Enter your password.",
  wrongPassword: "This isn’t your password.",
  enterCode: "Enter the code that the app shows.",
  wrongCode: "This code is wrong, or was used before. Enter the next one that the app shows.",
  secondFactorRequired:
    "This installation requires a second factor. Replace the app instead of turning it off.",
  askForPasskey: "Ask for a new passkey of yours: options for navigator.credentials.create()",
  addPasskey:
    "Add a passkey of yours, with the browser’s answer; the first second factor comes with recovery codes",
  removePasskey: "Remove a passkey of yours",
  askPasskey: "Ask for a passkey to sign in with: options for navigator.credentials.get()",
  signInWithPasskey: "Sign in with a passkey, alone or after the password",
  namePasskey: "Give the passkey a name.",
  noPasskey: "There is no such passkey.",
  lastFactor:
    "This installation requires a second factor, and this is your last one. Set another one up first.",
  noSecondFactor: "Set up an authenticator app or a passkey first.",
  shownOnce: "Shown only once.",
  removeUser: "Remove a user with their sessions, API tokens, and second factor",
  noUser: "There is no such user.",
  notYourself: "You can’t change or remove yourself. Ask another admin.",
  lastAdmin:
    "This would leave the installation without an admin who can sign in. Make someone else an admin first.",
  listGroups: "List the groups of the OIDC provider that have a role, or that users are in",
  setGroupRole: "Give a group a role in the installation or in a virtual cluster, or take it away",
  listAllSessions: "List the sessions of all users",
  endAnySession: "End a session of any user",
  noSession: "There is no such session. It may have ended.",
  listAllTokens: "List the API tokens of all users; never the tokens themselves",
  removeAnyToken: "Remove an API token of any user",
  noToken: "There is no such token.",
  listMembers: "List who has a role in a virtual cluster, apart from those with a role in the installation",
  setMemberRole: "Give a user or a group a role in a virtual cluster, or take it away",
  noSuchEmail: "No user has this email address. An admin of the installation can invite them.",
  notYourAdmin: "You would no longer be an admin of {virtualCluster}. Ask another admin to make this change.",
  clusterDecides:
    "Kubernetes decides here who may do what. Give rights in namespace {virtualCluster} with a RoleBinding.",
  whoCanGrant: "List by name who can grant you a role, if you may see them",
});
