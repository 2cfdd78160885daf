import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { jwtVerify } from "jose";
import { keptFile } from "@/sandbox/kept-file";
import { GoogleError } from "./google-error";

/** What the fake Google knows about its one service account, whose key file the user gets. */
export interface ServiceAccount {
  projectId: string;
  clientEmail: string;
  publicKey: KeyObject;
  /** Signs access tokens; derived from the key. */
  tokenSecret: string;
}

/**
 * Creates a service-account key file like Google's console does (type, project, RSA 2048 key, Google's own URLs)
 * the first time, and reads it afterwards. Mode 0600.
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

/** OAuth scopes; any one of them grants access to Cloud DNS. */
export const scopes = [
  "https://www.googleapis.com/auth/ndev.clouddns.readwrite",
  "https://www.googleapis.com/auth/cloud-platform",
];
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const lifetimeInSeconds = 3600;

export interface AccessTokens {
  /**
   * The token endpoint's answer to a form (RFC 7523 2.1): a token in exchange for an assertion that the service
   * account signed.
   * @returns HTTP status and JSON body; errors follow RFC 6749 5.2
   */
  grant(form: URLSearchParams): Promise<{ status: number; body: object }>;
  /**
   * Accepts a token from `grant`, or an access token that the service account signed itself.
   * @throws GoogleError 401
   */
  check(authorization: string | undefined): Promise<void>;
}

/**
 * @param publicKey the service account's public key
 * @param secret signs the tokens, so that they stay valid after the sandbox restarts
 * @param endpoint base URL of the API; Google's own addresses are valid audiences too
 */
export function accessTokens(options: {
  clientEmail: string;
  publicKey: KeyObject;
  secret: string;
  endpoint: () => string;
  now?: () => number;
}): AccessTokens {
  const { clientEmail, publicKey, secret, endpoint, now = Date.now } = options;
  /** Verified self-signed tokens and their expiry (s): clients send the same token with every request. */
  const verified = new Map<string, number>();

  function mac(payload: string): string {
    return createHmac("sha256", secret).update(payload).digest("base64url");
  }

  async function verify(jwt: string): Promise<{ exp: number; audience: string; scope: string }> {
    const { payload } = await jwtVerify(jwt, publicKey, {
      algorithms: ["RS256"],
      issuer: clientEmail,
      currentDate: new Date(now()),
      clockTolerance: 10,
      requiredClaims: ["exp", "iat"],
    });
    const { exp = 0, iat = 0 } = payload;
    if (exp - iat > lifetimeInSeconds + 10) throw new Error("lifetime of more than an hour");
    return { exp, audience: String(payload.aud ?? ""), scope: String(payload.scope ?? "") };
  }

  return {
    async grant(form) {
      if (form.get("grant_type") !== jwtBearer) {
        return oauthError(400, "unsupported_grant_type", `Invalid grant_type: ${form.get("grant_type")}`);
      }
      const assertion = form.get("assertion");
      if (!assertion) return oauthError(400, "invalid_request", "Missing required parameter: assertion");
      let claims: Awaited<ReturnType<typeof verify>>;
      try {
        claims = await verify(assertion);
      } catch {
        return oauthError(401, "invalid_grant", "Invalid JWT Signature, issuer or lifetime.");
      }
      if (![`${endpoint()}/token`, "https://oauth2.googleapis.com/token"].includes(claims.audience)) {
        return oauthError(401, "invalid_grant", `Audience ${claims.audience} is not this token endpoint.`);
      }
      if (!hasScope(claims.scope)) {
        return oauthError(
          400,
          "invalid_scope",
          "Empty or missing scope, or one that Cloud DNS does not take.",
        );
      }
      const payload = `${Math.floor(now() / 1000) + lifetimeInSeconds}.${randomBytes(9).toString("base64url")}`;
      const access_token = `ya29.${payload}.${mac(payload)}`;
      return { status: 200, body: { access_token, expires_in: lifetimeInSeconds, token_type: "Bearer" } };
    },

    async check(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
      if (!token) throw unauthenticated();
      const seconds = now() / 1000;
      const [, ends, nonce, signature] = /^ya29\.(\d+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
      if (ends && nonce && signature) {
        if (sameText(signature, mac(`${ends}.${nonce}`)) && Number(ends) > seconds) return;
        throw unauthenticated();
      }
      if ((verified.get(token) ?? 0) > seconds) return;
      const claims = await verify(token).catch(() => {
        throw unauthenticated();
      });
      const own = [`${endpoint()}/`, `${endpoint()}`, "https://dns.googleapis.com/"];
      if (!own.includes(claims.audience) && !hasScope(claims.scope)) throw unauthenticated();
      if (verified.size > 1000) verified.clear();
      verified.set(token, claims.exp);
    },
  };
}

function hasScope(text: string): boolean {
  return text.split(" ").some((scope) => scopes.includes(scope));
}

function unauthenticated(): GoogleError {
  return new GoogleError(
    "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other " +
      "valid authentication credential.",
  );
}

function oauthError(status: number, error: string, description: string): { status: number; body: object } {
  return { status, body: { error, error_description: description } };
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
