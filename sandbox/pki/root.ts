import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { readFileIfThere, writePrivateFile } from "@/sandbox/kept-file";
import { x509 } from "./x509";

export interface CertifiedKey {
  certificatePem: string;
  /** PKCS #8. */
  keyPem: string;
}

/** An issuer whose key is loaded and ready to sign. */
export interface Issuer {
  certificate: x509.X509Certificate;
  privateKey: CryptoKey;
}

const ecdsaP256 = { name: "ECDSA", namedCurve: "P-256" } as const;
const ecdsaSha256 = { name: "ECDSA", hash: "SHA-256" } as const;
const dayInMilliseconds = 86_400_000;

/**
 * Issues a CA certificate with a new EC P-256 key (RFC 5280 4.2.1: critical basicConstraints and keyUsage, SKI,
 * AKI).
 * @param issuer undefined for a self-signed root
 * @param pathLength how many further CAs are allowed below it; undefined means no limit
 */
export async function issueCa(
  commonName: string,
  years: number,
  pathLength?: number,
  issuer?: Issuer,
): Promise<CertifiedKey & Issuer> {
  const keys = await newKeys();
  const extensions = [
    new x509.BasicConstraintsExtension(true, pathLength, true),
    new x509.KeyUsagesExtension(
      x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature,
      true,
    ),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ...(issuer ? [await authorityKeyIdentifier(issuer)] : []),
  ];
  return sign(commonName, years * 365, keys, extensions, issuer);
}

/**
 * Issues a server certificate for DNS names and IP addresses. Valid for 397 days, the maximum in browsers. Names
 * are in the SAN only, the one place that clients read (RFC 9525 section 3).
 */
export async function issueServer(
  issuer: Issuer,
  names: string[],
  addresses: string[],
): Promise<CertifiedKey> {
  const keys = await newKeys();
  const extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension([
      ...names.map((value) => ({ type: "dns" as const, value })),
      ...addresses.map((value) => ({ type: "ip" as const, value })),
    ]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await authorityKeyIdentifier(issuer),
  ];
  const { certificatePem, keyPem } = await sign(
    names[0] ?? addresses[0] ?? "server",
    397,
    keys,
    extensions,
    issuer,
  );
  return { certificatePem, keyPem };
}

/** Loads an issuer from PEM. Throws when certificate or key is malformed, or when they don't match. */
export async function loadIssuer({ certificatePem, keyPem }: CertifiedKey): Promise<Issuer> {
  const certificate = new x509.X509Certificate(certificatePem);
  const der = x509.PemConverter.decodeFirst(keyPem);
  const privateKey = await crypto.subtle.importKey("pkcs8", der, ecdsaP256, true, ["sign"]);
  const probe = new Uint8Array(randomBytes(16));
  const signature = await crypto.subtle.sign(ecdsaSha256, privateKey, probe);
  const publicKey = await certificate.publicKey.export();
  if (!(await crypto.subtle.verify(ecdsaSha256, publicKey, signature, probe))) {
    throw new Error("the key does not belong to the certificate");
  }
  return { certificate, privateKey };
}

async function authorityKeyIdentifier(issuer: Issuer): Promise<x509.Extension> {
  return x509.AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey);
}

async function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsaP256, true, ["sign", "verify"]);
}

async function sign(
  commonName: string,
  days: number,
  keys: CryptoKeyPair,
  extensions: x509.Extension[],
  issuer?: Issuer,
): Promise<CertifiedKey & Issuer> {
  const subject = new x509.Name([{ CN: [commonName.slice(0, 64)] }]).toString();
  const certificate = await x509.X509CertificateGenerator.create({
    // RFC 5280 4.1.2.2: positive and at most 20 octets.
    serialNumber: `4${randomBytes(16).toString("hex").slice(1)}`,
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(Date.now() - dayInMilliseconds / 24),
    notAfter: new Date(Date.now() + (days - 1) * dayInMilliseconds),
    publicKey: keys.publicKey,
    signingKey: issuer?.privateKey ?? keys.privateKey,
    signingAlgorithm: ecdsaSha256,
    extensions,
  });
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate,
    privateKey: keys.privateKey,
    certificatePem: `${certificate.toString("pem")}\n`,
    keyPem: `${x509.PemConverter.encode(pkcs8, "PRIVATE KEY")}\n`,
  };
}

/** The sandbox's root of trust: if you trust `certificateFile`, every https endpoint and the CA's chains verify. */
export interface SandboxRoot {
  certificatePem: string;
  /** Absolute path of the root certificate (PEM), for NODE_EXTRA_CA_CERTS and the like. */
  certificateFile: string;
  keyPem: string;
  /** Issues a certificate with a new key, signed by the root itself. */
  issueServerCertificate(names: string[], addresses: string[]): Promise<CertifiedKey>;
  /** The ACME CA's issuing certificate, signed by the root; path length 0. */
  intermediate: CertifiedKey;
}

/**
 * Creates the root and the intermediate in `directory` the first time, and loads them afterwards (files of mode
 * 0600).
 * @throws Error naming the directory to remove when its content is unusable
 */
export async function sandboxRoot(directory: string): Promise<SandboxRoot> {
  const folder = resolve(directory);
  const root = await keptCa(folder, "root", () => issueCa("Lamia Sandbox Root", 10));
  const intermediate = await keptCa(folder, "intermediate", () =>
    issueCa("Lamia Sandbox Intermediate", 5, 0, root.issuer),
  );
  return {
    certificatePem: root.pair.certificatePem,
    certificateFile: join(folder, "root.pem"),
    keyPem: root.pair.keyPem,
    issueServerCertificate: (names, addresses) => issueServer(root.issuer, names, addresses),
    intermediate: intermediate.pair,
  };
}

async function keptCa(
  folder: string,
  name: string,
  make: () => Promise<CertifiedKey>,
): Promise<{ pair: CertifiedKey; issuer: Issuer }> {
  const certificateFile = join(folder, `${name}.pem`);
  const keyFile = join(folder, `${name}.key`);
  const certificatePem = readFileIfThere(certificateFile);
  const keyPem = readFileIfThere(keyFile);
  let pair: CertifiedKey;
  if (certificatePem && keyPem) {
    pair = { certificatePem, keyPem };
  } else {
    const made = await make();
    pair = { certificatePem: made.certificatePem, keyPem: made.keyPem };
    writePrivateFile(keyFile, pair.keyPem);
    writePrivateFile(certificateFile, pair.certificatePem);
  }
  try {
    return { pair, issuer: await loadIssuer(pair) };
  } catch (cause) {
    throw new Error(`${certificateFile} and ${keyFile} cannot be used; remove ${folder} to make new ones`, {
      cause,
    });
  }
}
