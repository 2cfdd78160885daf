import { X509Certificate } from "node:crypto";

const pemCertificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates in a CA's answer, PEM; null if there is none. Anything else that it sends doesn't go to the ingress. */
export function chainIn(text: string): string | null {
  const found = text.match(pemCertificate);
  return found && `${leafFirst(found).join("\n")}\n`;
}

/**
 * The certificates of a chain with the one that was ordered first, each followed by its issuer (RFC 8555, section 9.1). Some CAs send
 * the root first, and ingresses take the first certificate for the server's own. Left as it is if nothing or more than one could be
 * the first.
 */
function leafFirst(chain: readonly string[]): string[] {
  const all = chain.flatMap((pem) => parsed(pem) ?? []);
  const issues = (one: Parsed, other: Parsed) =>
    one !== other && other.certificate.checkIssued(one.certificate);
  const leaves = all.filter((each) => !all.some((other) => issues(each, other)));
  const [leaf] = leaves;
  if (!leaf || leaves.length > 1 || all.length < chain.length) return [...chain];
  const ordered = [leaf];
  for (let last = leaf; ; ) {
    const next = all.find((each) => !ordered.includes(each) && issues(each, last));
    if (!next) break;
    ordered.push(next);
    last = next;
  }
  return [...ordered, ...all.filter((each) => !ordered.includes(each))].map(({ pem }) => pem);
}

interface Parsed {
  pem: string;
  certificate: X509Certificate;
}

function parsed(pem: string): Parsed | null {
  try {
    return { pem, certificate: new X509Certificate(pem) };
  } catch {
    return null;
  }
}
