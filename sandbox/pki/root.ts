import { join, resolve } from "node:path";
import { readFileIfThere, writePrivateFile } from "@/sandbox/kept-file";
import { type CertifiedKey, type Issuer, issueCa, issueServer, loadIssuer } from "./certificate-authority";

/** The sandbox's one root of trust: trust `certificateFile` and every https endpoint and the CA's chains verify. */
export interface SandboxRoot {
  certificatePem: string;
  /** Absolute path of the root certificate (PEM), for NODE_EXTRA_CA_CERTS and the like. */
  certificateFile: string;
  keyPem: string;
  /** Issues a certificate signed by the root itself, with a new key. */
  issueServerCertificate(names: string[], addresses: string[]): Promise<CertifiedKey>;
  /** The ACME CA's issuing certificate, signed by the root; path length 0. */
  intermediate: CertifiedKey;
}

/**
 * Creates the root and the intermediate in `directory` once, and loads them afterwards (files of mode 0600).
 * @throws Error naming the directory to remove when what is kept there cannot be used
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
