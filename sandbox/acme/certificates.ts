import { AcmeProblem } from "./problem";
import type { AcmeResponse, SignedRequest } from "./request";
import { paths } from "./urls";

/** The certificate with its intermediates (RFC 8555 §7.4.2). */
export function downloadCertificate(request: SignedRequest): AcmeResponse {
  const { authority } = request;
  const certificate = ownCertificate(request);
  const alternate = authority.origin + paths.alternateCertificate(certificate.id);
  return chain(certificate.certificatePem + authority.issuer.chainPem, `<${alternate}>;rel="alternate"`);
}

/** The alternate chain, which ends with the root itself. */
export function downloadWithRoot(request: SignedRequest): AcmeResponse {
  const { authority } = request;
  const certificate = ownCertificate(request);
  const { chainPem, rootPem } = authority.issuer;
  const preferred = authority.origin + paths.certificate(certificate.id);
  return chain(certificate.certificatePem + chainPem + rootPem, `<${preferred}>;rel="alternate"`);
}

function chain(pem: string, link: string): AcmeResponse {
  return {
    status: 200,
    headers: { link: [link] },
    contentType: "application/pem-certificate-chain",
    body: pem,
  };
}

function ownCertificate({ authority, account, parts }: SignedRequest) {
  const certificate = authority.store.certificates.get(parts[0] ?? "");
  if (!certificate) throw new AcmeProblem("malformed", "There is no such certificate.", { status: 404 });
  if (certificate.accountId !== account?.id) {
    throw new AcmeProblem("unauthorized", "The certificate is another account's.");
  }
  return certificate;
}
