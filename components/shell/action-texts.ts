import { catalogue } from "@/lib/text/catalogue";

/** Texts of the actions in the top bar, which load after the page. */
export const actionTexts = catalogue({
  notifications: "Notifications",
  yourAccount: "Your account",
  live: "Live",
  liveHelp: "Changes in the cluster appear at once.",
  connecting: "Connecting",
  connectingHelp: "Connecting to the panel’s stream of changes.",
  reconnecting: "Reconnecting",
  reconnectingHelp:
    "The stream of changes was interrupted, so what you see may be out of date. Lamia keeps trying.",
  partial: "Partly live",
  partialHelp:
    "Lamia can’t watch a part of the cluster, so what you see of it may be out of date. It keeps trying.",
  away: "Cluster unreachable",
  awayHelp: "Lamia can’t reach the cluster, so what you see may be out of date. It keeps trying.",
  notificationsUnread: "Notifications, {count} unread",
  markAllRead: "Mark all as read",
  noNotifications:
    "Nothing yet. Lamia tells you here when a gateway starts to serve, waits for you, or fails.",
  allNotifications: "All notifications",
  information: "Information",
  success: "Success",
  warning: "Warning",
  error: "Error",
  unread: "unread",
  byToken: "Signed in with the API token",
  signedIn: "Signed in",
  account: "Account",
  signOut: "Sign out",
  theme: "Theme",
  light: "Light",
  dark: "Dark",
  system: "System",
});
