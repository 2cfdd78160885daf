import "reflect-metadata";
import { createPrivateKey, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  type PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** The key that signs leaf certificates, and the chain that goes with them. */
export interface Issuer {
  /** Intermediates, without the root. */
  chainPem: string;
  rootPem: string;
  /** The intermediate's subject key identifier, in hex: the leaf's AKI. */
  keyId: string;
  sign(leaf: LeafRequest): Promise<SignedLeaf>;
}

interface LeafRequest {
  names: string[];
  publicKey: PublicKey;
  lifetimeHours: number;
}

interface SignedLeaf {
  pem: string;
  serial: string;
  notBefore: number;
  notAfter: number;
}

const hour = 3600 * 1000;
const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" } as const;

/** Opens an EC intermediate: its certificate (further ones may follow in the PEM) and its PKCS #8 or SEC 1 key. */
export async function openIssuer(certificatePem: string, keyPem: string, rootPem: string): Promise<Issuer> {
  const [first] = PemConverter.decode(certificatePem);
  if (!first) throw new Error("The issuer's certificate is not PEM.");
  const certificate = new X509Certificate(first);
  const key = createPrivateKey(keyPem);
  if (key.asymmetricKeyType !== "ec") throw new Error("The issuer's key is not an EC key.");
  const namedCurve = key.asymmetricKeyDetails?.namedCurve === "secp384r1" ? "P-384" : "P-256";
  const signingKey = await crypto.subtle.importKey(
    "pkcs8",
    key.export({ type: "pkcs8", format: "der" }),
    { name: "ECDSA", namedCurve },
    false,
    ["sign"],
  );
  const identifier =
    certificate.getExtension(SubjectKeyIdentifierExtension) ??
    (await SubjectKeyIdentifierExtension.create(certificate.publicKey));
  return {
    chainPem: withNewline(certificatePem),
    rootPem: withNewline(rootPem),
    keyId: identifier.keyId,
    sign: (leaf) => sign(certificate, identifier.keyId, signingKey, leaf),
  };
}

async function sign(
  issuer: X509Certificate,
  keyId: string,
  signingKey: CryptoKey,
  { names, publicKey, lifetimeHours }: LeafRequest,
): Promise<SignedLeaf> {
  // Backdated by an hour, as public CAs do, for clients whose clocks are slow. DER has whole seconds.
  const notBefore = Math.floor(Date.now() / 1000) * 1000 - hour;
  const notAfter = notBefore + lifetimeHours * hour - 1000;
  const commonName = names.find((name) => name.length <= 64 && isIP(name) === 0);
  const isRsa = publicKey.algorithm.name.startsWith("RSA");
  const usages = KeyUsageFlags.digitalSignature | (isRsa ? KeyUsageFlags.keyEncipherment : 0);
  const serial = randomSerial();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial,
    ...(commonName === undefined ? {} : { subject: [{ CN: [commonName] }] }),
    issuer: issuer.subjectName.toJSON(),
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    publicKey,
    signingKey,
    signingAlgorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(usages, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value })),
        commonName === undefined,
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      new AuthorityKeyIdentifierExtension(keyId),
    ],
  });
  return { pem: withNewline(certificate.toString("pem")), serial, notBefore, notAfter };
}

/** 18 random bytes. The first is 1–127, so that DER needs no sign byte and drops no zero. */
/** Positive and of full length, whether written with leading zeros or without. */
function randomSerial(): string {
  const bytes = randomBytes(18);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString("hex");
}

function withNewline(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}
