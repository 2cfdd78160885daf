import { catalogue } from "@/lib/text/catalogue";

/** The hosts of a gateway that get DNS records and no certificate: the card of its page, and the choice in its form. */
export const texts = catalogue({
  title: "DNS records of other hosts",
  help: "Lamia writes the address records of these hosts too, because dns_records is all. They get no certificate, and whatever answers at the address counts.",
  none: "All hosts of this gateway’s servers are Secured Hosts.",
  host: "Host",
  state: "State",
  records: "Records",
  inDns: "In DNS",
  answers: "Answers",
  ofOthers: "Somebody else created these records. They are right, so Lamia leaves them alone.",
  nextCheckIn: "Next check in",
  checkingNow: "Checking now",
  onPort: "Port {port}",
  takeOver: "Take over",
  takeOverOf: "Take over the records of {host}",
  copyName: "Copy the name of the {type} record {name}",
  copyValue: "Copy the value {value} of the {type} record {name}",
  skipped: "Without records",
  skippedHelp: "{count, plural, one {# host} other {# hosts}} of the servers can’t have a record:",
});
