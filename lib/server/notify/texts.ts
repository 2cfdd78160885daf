import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  notSent: "“{title}” couldn’t be sent to {destination}: {reason}",
  expired: "The certificate of {host} has expired, and its renewal fails: {problem}",
  expiresIn:
    "The certificate of {host} {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}, and its renewal fails: {problem}",
  expiredTitle: "Certificate expired: {host}",
  expiresInTitle:
    "Certificate {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}: {host}",
});
