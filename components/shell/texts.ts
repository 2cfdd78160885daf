import { catalogue } from "@/lib/text/catalogue";

export const texts = catalogue({
  signInAgain: "Sign in again",
  signInAgainHelp:
    "Your session has ended. What you typed is still here, and Lamia goes on once you are signed in.",
});
