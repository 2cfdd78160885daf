import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  notSent: "“{title}” couldn’t be sent to {destination}: {reason}",
  expired: "The certificate of {host} has expired, and its renewal fails: {problem}",
  expiresIn:
    "The certificate of {host} {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}, and its renewal fails: {problem}",
  foreignExpired: "The certificate in Secret {place} for {hosts} has expired. Clients refuse it.",
  foreignExpiresIn:
    "The certificate in Secret {place} for {hosts} {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}. {by, select, certManager {cert-manager should have renewed it by now.} other {Renew it, or let Lamia manage the host.}}",
  foreignMismatched:
    "The key in Secret {place} for {hosts} doesn’t match its certificate. Envoy rejects both, and new certificates of other Gateways with them.",
  foreignUnusable:
    "Secret {place} for {hosts} has no readable certificate and key. Envoy rejects it, and new certificates of other Gateways with it.",
  foreignExpiredTitle: "Certificate expired: Secret {place}",
  foreignExpiresInTitle:
    "Certificate {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}: Secret {place}",
  foreignUnusableTitle: "Certificate can’t be used: Secret {place}",
  expiredTitle: "Certificate expired: {host}",
  expiresInTitle:
    "Certificate {days, plural, =0 {expires today} one {expires in # day} other {expires in # days}}: {host}",
});
