import { catalogue } from "@/lib/text/catalogue";

/** How the audit names who acts, and what it hides. */
export const texts = catalogue({
  stranger: "not signed in",
  anyone: "anyone (no sign-in is set up)",
  installationToken: "installation token",
  outside: "without Lamia",
  hidden: "[hidden]",
  bytes: "{bytes, plural, one {# byte} other {# bytes}}, hidden",
});
