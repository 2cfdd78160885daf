import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about Amazon Route 53. */
export const texts = catalogue({
  credentials: "AWS credentials",
  credentialsHelp:
    "keys: the access key below. ambient: the identity of Lamia’s own pod, from IRSA, EKS Pod Identity, or the node. A virtual cluster can use ambient only if the installation allows it (LAMIA_DNS_AMBIENT_CREDENTIALS).",
  credentialsMistake: "Choose keys or ambient.",
  accessKey: "AWS access key ID",
  accessKeyHelp: "The ID of an access key of an IAM user. Needed for the credentials “keys”.",
  accessKeyMistake:
    "An access key ID has 16 to 128 uppercase letters and digits, and begins with AKIA or ASIA.",
  secretKey: "AWS secret access key",
  secretKeyHelp: "The secret that belongs to the access key ID.",
  secretKeyMistake: "A secret access key has 40 characters without spaces.",
  role: "AWS role",
  roleHelp: "The ARN of a role that Lamia assumes with these credentials, for example in another account.",
  roleMistake: "A role’s ARN looks like arn:aws:iam::123456789012:role/name.",
  externalId: "AWS external ID",
  externalIdHelp: "The external ID that the role’s trust policy asks for.",
  externalIdMistake: "An external ID has 2 to 1,224 letters, digits, and the characters + = , . @ : / -.",
  zoneId: "Hosted zone ID",
  zoneIdHelp:
    "Lamia then uses this zone only, creates none, and needs no permission to list zones. Without it, Lamia uses all public zones of the account.",
  zoneIdMistake: "A hosted zone ID begins with Z and has uppercase letters and digits.",
  permissions:
    "The user or role needs route53:ListHostedZones, route53:GetHostedZone, route53:CreateHostedZone, route53:ListResourceRecordSets, route53:ChangeResourceRecordSets, and route53:GetChange. With aws_hosted_zone_id, route53:GetHostedZone, ListResourceRecordSets, and ChangeResourceRecordSets on that zone, and route53:GetChange.",

  noAmbient: "Lamia’s pod has no AWS identity.",
  noAmbientRemedy:
    "Give Lamia’s service account a role by IRSA or EKS Pod Identity, or use the credentials “keys”.",
  roleRefused: "AWS doesn’t let these credentials assume the role {role}.",
  roleRefusedRemedy:
    "Check that the role’s trust policy names the user or role that Lamia signs in as, and the external ID if it asks for one.",
  tooManyZones: "The AWS account has reached its number of hosted zones.",
  tooManyZonesRemedy: "Delete hosted zones that you don’t need, or ask AWS to raise the quota.",
  onlyOneZone: "Lamia may use the zone {zone} only, which doesn’t hold {apex}.",
  onlyOneZoneRemedy: "Remove aws_hosted_zone_id, or correct the host.",
  routingPolicy: "routing policy",
  aliasOf: "alias of {target}",
});
