import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  notForYou: "Your role doesn’t include this",
  copied: "Copied",
  cannotCopy: "Your browser didn’t allow copying",
  copyCode: "Copy code",
  tryAgain: "Try again",
  cannotLoad: "Couldn’t load {what}",
  noReason: "The server gave no reason.",
  didNotWork: "That didn’t work. Try again.",
  actionFailed: "{action}: that didn’t work",
  stillWaiting: "Still waiting for the cluster…",
  stopWaiting: "Stop waiting",
  cancel: "Cancel",
  close: "Close",
  menu: "Menu",
  actionsFor: "Actions for {name}",
  leaveTitle: "Leave without saving?",
  leave: "Leave",
  breadcrumbs: "Breadcrumbs",
  newTab: "(opens in a new tab)",
  typeToConfirm: "Type {phrase} to confirm",
  pageFailed: "Something went wrong on this page",
  pageFailedHelp: "The panel has an error. Your cluster hasn’t changed. Try again, or see the log.",
  logReference: "Reference in the log: {id}",
});
