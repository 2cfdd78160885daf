import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  noAnswerTitle: "No answer",
  noAnswer: "The panel’s server doesn’t answer. Check that it is running. This page tries again by itself.",
  serverAnswered: "The server answered with status {status}.",
  unreachable: "The panel’s server didn’t answer. Check that it is running, then try again.",
  wrongToken: "This isn’t the server’s token.",
  wrongPassword: "The email address or the password is wrong.",
  signInFailed: "Sign-in failed (HTTP {status}). Try again.",
});
