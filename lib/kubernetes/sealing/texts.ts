import { catalogue } from "@/lib/text/catalogue";

export const texts = catalogue({
  wrongPassphrase: "The passphrase in {file} doesn’t open Lamia’s sealed Secrets.",
  wrongKey: "The key in {file} doesn’t open Lamia’s sealed Secrets.",
  otherSetting: "Lamia’s Secrets are sealed with {stored}, but LAMIA_SEAL is set to {set}.",
  setRightOne:
    "Set LAMIA_SEAL to what they were sealed with. Until then Lamia leaves these Secrets as they are, and published certificates keep serving.",
  notSet: "Lamia’s Secrets are sealed, and LAMIA_SEAL isn’t set.",
  unreadableFile: "Lamia can’t read {file}, which LAMIA_SEAL names.",
  makeReadable: "Mount the file where LAMIA_SEAL says, and let Lamia’s user read it.",
  shortPassphrase: "The passphrase in {file} is shorter than 16 characters.",
  longerPassphrase: "Use a longer one, such as the output of openssl rand -base64 32.",
  wrongKeyLength: "{file} must hold a key of 32 bytes, in Base64 or as it is.",
  makeKey: "Create one with openssl rand -base64 32.",
  kmsSilent: "The key management service doesn’t open the key of Lamia’s Secrets ({code}).",
  kmsRemedy:
    "Check that Lamia’s pod may use the key {key}, for kms:Encrypt and kms:Decrypt, and that the key is enabled.",
  ringUnreadable: "Lamia can’t use the Secret {name} in {namespace}: it isn’t what Lamia wrote.",
  restoreRing:
    "Restore it from a backup of the cluster. Don’t delete it: without it, nobody can open Lamia’s sealed Secrets again.",
  tampered: "The value {key} of the Secret {name} in {namespace} was changed or moved since Lamia sealed it.",
  restoreSecret:
    "Restore the Secret from a backup of the cluster. If you don’t have one and it is a host’s, delete it: Lamia orders a new certificate.",
  unknownKey:
    "The value {key} of the Secret {name} in {namespace} is sealed with a key that Lamia doesn’t have.",
});
