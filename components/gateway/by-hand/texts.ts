import { catalogue } from "@/lib/text/catalogue";

/** The card with the records that you enter at a DNS provider without an API. */
export const texts = catalogue({
  title: "Records to enter by hand",
  help: "Enter these at your DNS provider, exactly as they are. Lamia asks the zone’s name servers, and continues by itself once all of them have every record.",
  allThere: "All name servers have these records. Lamia reads them, and never changes them.",
  listOf: "Records to enter for {host}",
  type: "Type",
  name: "Name",
  value: "Value",
  copyType: "Copy the type {type}",
  copyName: "Copy the name {name}",
  copyValue: "Copy the value of {type} {name}",
  relative: "In the zone {zone}, some providers want only {name}.",
  onAll: "Found",
  onSome: "Found at {count} of {total}",
  onNone: "Missing",
  toDelete: "To delete",
  found: "Found",
  nothing: "no record",
  noAnswer: "no answer",
  aliasTo: "a CNAME record that leads to {target}",
  notAsked: "The name servers haven’t been asked yet.",
  mayStay:
    "TXT records with other values may stay. After the certificate is issued, you can delete this one.",
  delegate:
    "You enter a new value for each renewal. To be done with it, name an acme-dns server in the {metadata}: then one CNAME record is enough.",
  delegateToZone:
    "You enter a new value for each renewal. To be done with it, set acme_challenge_zone in the {metadata} to a zone at {providers}, or name an acme-dns server there: then one CNAME record is enough.",
  metadata: "metadata of the virtual cluster",
  replaces:
    "Delete other records of this name first. Once this one is there, renewals need nothing from you.",
  nextCheck: "Next check in",
  checkingNow: "Checking now.",
});
