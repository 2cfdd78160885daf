import { catalogue } from "@/lib/text/catalogue";

/** What is wrong with a name, a label, a key or a Secured Host. The field or path shown next to each gives the subject. */
export const texts = catalogue({
  nameRequired: "Enter a name.",
  labelTooLong: "Use at most 63 characters.",
  partTooLong: "Use at most 63 characters between two dots.",
  nameInSmallLetters: "Use lowercase letters.",
  nameLetters: "Use only a–z, 0–9 and “-”, with a letter or digit at both ends.",
  nameTooLong: "Use at most 253 characters.",
  nameDots: "Dots can’t be at either end, or next to each other.",
  shortName: "“{name}” is a short name. Enter the full name, such as {name}.example.com.",
  hostEndsInNumber: "A host name can’t end in a number.",
  wildcardAloneOrFirst: "“*” can only stand alone or be the whole first label, as in *.example.com.",
  healthPath:
    "health_path is “{value}”. It must start with “/” and contain only URL characters, as in /healthz.",
  healthStatus:
    "health_status is “{value}”. Use status codes from 100 to 599, such as 200, 2xx, 200-399 or 200,401.",
  addressesOrName: "Enter IP addresses, separated by commas, or one DNS name.",
  gatewayAddress: "gateway_address is “{value}”, which is neither an IP address nor a DNS name. {problem}",
  tooManyAddresses: "gateway_address has more than {most} addresses.",
  notUsableAddress: "gateway_address has “{value}”, which isn’t an address that clients can reach.",
  gatewayHostRequired: "Enter a host. “*” matches every host.",
  namespaceAndHost: "Use the form namespace/host, such as vamp-demo/shop.example.com.",
  notANamespace: "“{namespace}” is not a namespace. Before the “/”, use a namespace, “*” or “.”.",
  noIpv6Host: "Istio doesn’t accept an IPv6 address as a host. Enter a name, or “*”.",
  keyRequired: "Enter a key.",
  keyPrefix: "The part before the “/” must be a DNS name. {problem}",
  keyLetters: "Use 1 to 63 letters, digits, “-”, “_” and “.” in a key, with a letter or digit at both ends.",
  labelValue:
    "Use at most 63 letters, digits, “-”, “_” and “.” in a value, with a letter or digit at both ends.",
  metadataKeySlash: "A key can’t contain “/”.",
  metadataKeyReserved: "“{key}” is reserved for Lamia. Choose another key.",
  portAndHost: "Use the form port=host, such as 443=shop.example.com.",
  portRange: "A port is a number from 1 to 65535.",
  securedHostRequired: "Enter a Secured Host.",
  noCertificateForAll: "No CA issues a certificate for every name. Enter a wildcard such as *.example.com.",
  noRecordForAll: "“*” is every name, and no zone can hold a record for that.",
  notAnAddress: "Enter a DNS name, not an IP address.",
  noSuchAddress: "This looks like an IP address, but isn’t one.",
  usualAddressForm: "Enter the address as {address}.",
  nameAlone: "Enter only the DNS name, such as shop.example.com, without https:// or a path.",
  nameWithoutPort: "Enter the DNS name without a port, such as shop.example.com.",
  wildcardFirst: "“*” can only be the whole first label, as in *.example.com.",
  impossibleLetters: "“{name}” has characters that a DNS name can’t have.",
  asciiForm: "Enter the name in ASCII, as {name}.",
  hostDots: "Dots can’t be at either end of a host name, or next to each other.",
  hostLabelTooLong: "A label of a host name has at most 63 characters. “{start}…” has {length}.",
  underscore: "No CA issues a certificate for a name with an underscore, such as “{label}”.",
  registrySuffix:
    "“{host}” is a public suffix, and no CA issues a certificate for one. Enter a name below it.",
  hostInSmallLetters: "Enter host names in lowercase.",
  hostLabelLetters: "“{label}” can have only a–z, 0–9 and “-”, with a letter or digit at both ends.",
  hostTooLong: "A host name has at most {max} characters.",
  notInPublicDns:
    "Names below .{domain} aren’t in the public DNS, so no public CA issues certificates for them.",
  noRoomForChallenge:
    "The name has {length} characters. Use at most {longest}: the DNS challenge needs the rest.",
  noRoomForWildcardChallenge:
    "The name has {length} characters. Use at most {longest} after the “*.”: the DNS challenge needs the rest.",
});
