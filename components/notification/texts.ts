import { catalogue } from "@/lib/text/catalogue";

/** Texts of the page of notifications. */
export const texts = catalogue({
  search: "Search notifications",
  unreadOnly: "Unread only",
  markAllRead: "Mark all {count} as read",
  allRead: "All read",
  what: "the notifications",
  loading: "Loading notifications",
  noneUnread: "No unread notifications",
  noMatch: "No notifications match these filters",
  clearFilters: "Clear filters",
  none: "No notifications yet",
  noneHelp: "You get a notification when a gateway starts serving, needs you or keeps failing.",
  notifications: "Notifications",
  showOlder: "Show older notifications",
  ofHosts: "{title}: {count, plural, one {# host} other {# hosts}}",
  markRead: "Mark “{title}” as read",
  cannotMark: "Couldn’t mark it as read",
  levelOf: "{level}:",
  levelOfUnread: "{level}, unread:",
});
