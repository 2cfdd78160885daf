import { catalogue } from "@/lib/text/catalogue";

/** What the commands of `npm run lamia` print. */
export const texts = catalogue({
  usage: `Usage:
  lamia audit verify [--contains NUMBER:HASH]
  lamia backup FILE [--passphrase-file FILE]
  lamia restore FILE [--passphrase-file FILE] [--replace]
  lamia support-bundle FILE [--log FILE]
  lamia seal status | now | off | rotate | protect SETTING
Settings come from the environment, as for the panel.`,
  auditVerified:
    "The audit is as it was written: {entries, plural, one {# entry} other {# entries}}{removed, plural, =0 {} other { after {removed}, up to which entries were removed because of their age}}. Keep the last place to check later that it is still there: {seq}:{hash}",
  auditMissing: "Entry {seq} of the audit is missing.",
  auditChanged: "Entry {seq} of the audit isn’t what was written, or the one before it is another one.",
  auditRemoved: "The entries up to {seq} were removed from the audit, and no entry says so.",
  auditWithout: "The audit doesn’t contain entry {seq} as you have it: it was written anew.",
  backedUp: "{rows, plural, one {# row} other {# rows}} in {file}",
  restored:
    "{rows, plural, one {# row} other {# rows}} restored, as of {at}. Users have to sign in again. Roles, API tokens, and disabled users are as they were then: check them.",
  bundled:
    "{file} holds no secrets. It has names of hosts, gateways, and namespaces: read it before you send it.",
  notWritable: "{file} can’t be written, or exists already.",
  notReadable: "{file} can’t be read.",
  shortPassphrase: "The passphrase in {file} is shorter than 16 characters.",
  makePassphrase: "Use a longer one, such as the output of openssl rand -base64 32.",
  sealOff: "Lamia’s Secrets aren’t sealed.",
  setSeal: "Set LAMIA_SEAL to passphrase:FILE, key:FILE, or aws-kms:KEY.",
  sealPlain: "Lamia’s Secrets were unsealed. The next start with LAMIA_SEAL seals them again.",
  sealOn: "Lamia’s Secrets are sealed, with {keys, plural, one {# key} other {# keys}}.",
  resealed: "{changed, plural, one {# Secret} other {# Secrets}} changed",
  leftAsItIs: "{name} is as it was: {reason}",
  protectedWith: "The keys are protected now by {setting}. Start all processes with LAMIA_SEAL={setting}.",
});
