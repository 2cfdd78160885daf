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
  readOnly: "You can look, but not change anything",
  noRole: "You have no role yet",
  noRoleHelp:
    "You are signed in as {email}, but nobody has given you a role, so there is nothing to show. Ask an admin of this installation to give you one in a virtual cluster. This page changes by itself when they do.",
});
