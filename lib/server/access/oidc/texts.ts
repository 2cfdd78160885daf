import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  otherBrowser:
    "This sign-in began in another browser, or more than 10 minutes ago. Go back to the sign-in page and start again.",
  denied: "{label} says that the sign-in was canceled or isn’t allowed.",
  refusedThere:
    "{label} refused the sign-in. Start again; if that doesn’t help, ask an admin to look into the log.",
  notValid:
    "The answer of {label} isn’t valid, so Lamia doesn’t trust it. Start again; if that doesn’t help, ask an admin to look into the log.",
  away: "{label} doesn’t answer. Try again, or sign in without it.",
  notAllowed:
    "{label} is at an address that isn’t public, or not HTTPS. An admin can add it to LAMIA_ALLOWED_TARGETS.",
  clientRefused:
    "{label} doesn’t accept the client ID and secret that Lamia has for it. An admin has to correct them.",
  notAdmitted: "You have an account at {label}, but this installation doesn’t admit you. Ask its admin.",
  noEmail:
    "{label} doesn’t say your email address, and Lamia needs one. An admin can add the scope and the claim “email” there.",
  emailTaken:
    "Another user of Lamia already has the email address {email}. Lamia doesn’t join users by email address: ask an admin to remove that user, or sign in as that user.",
  disabled: "Your user is disabled. Ask an admin of the installation.",
  badLogout: "This isn’t a valid logout token, or it was used before.",
  noSecretFile:
    "The file of LAMIA_OIDC_CLIENT_SECRET_FILE, {file}, can’t be read. An admin has to correct that.",
  noClientId: "LAMIA_OIDC_ISSUER is set, but LAMIA_OIDC_CLIENT_ID isn’t.",
  allowTarget: "If it is right, an admin can add it to LAMIA_ALLOWED_TARGETS.",
});
