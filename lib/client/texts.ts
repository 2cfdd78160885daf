import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  noAnswerTitle: "No answer",
  noAnswer: "The panel’s server doesn’t answer. Check that it is running. This page tries again by itself.",
  serverAnswered: "The server answered with status {status}.",
});
