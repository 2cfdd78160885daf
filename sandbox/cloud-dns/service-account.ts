import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { keptFile } from "@/sandbox/kept-file";

/** What the fake Google knows of the one service account whose key file the user is given. */
export interface ServiceAccount {
  projectId: string;
  clientEmail: string;
  publicKey: KeyObject;
  /** Derived from the key: signs access tokens. */
  tokenSecret: string;
}

/**
 * Makes a service-account key file as Google's console would (type, project, RSA 2048 key, Google's own URLs), once;
 * reads it afterwards. Mode 0600.
 */
export function serviceAccount(file: string): ServiceAccount {
  const { project_id, client_email, private_key } = JSON.parse(keptFile(file, makeKeyFile)) as KeyFile;
  return {
    projectId: project_id,
    clientEmail: client_email,
    publicKey: createPublicKey(createPrivateKey(private_key)),
    tokenSecret: createHash("sha256").update(`access tokens of ${private_key}`).digest("hex"),
  };
}

interface KeyFile {
  project_id: string;
  client_email: string;
  private_key: string;
}

function makeKeyFile(): string {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const spki = publicKey.export({ type: "spki", format: "der" });
  const project = "democluster-project";
  const email = `lamia-dns@${project}.iam.gserviceaccount.com`;
  const digest = createHash("sha256").update(spki).digest("hex");
  const keyFile = {
    type: "service_account",
    project_id: project,
    private_key_id: digest.slice(0, 40),
    private_key: pkcs8,
    client_email: email,
    client_id: String(BigInt(`0x${digest.slice(40, 56)}`)).padStart(21, "1"),
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
    universe_domain: "googleapis.com",
  };
  return JSON.stringify(keyFile, null, 2);
}
