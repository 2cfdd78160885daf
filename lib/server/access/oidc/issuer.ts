import { createRemoteJWKSet, customFetch as joseFetch } from "jose";
import * as client from "openid-client";
import { afterRunning } from "@/lib/gateway/after-running";
import type { SecretText } from "@/lib/model/secret-text";
import { areIncomplete, type ClaimRules, hasRequiredClaim, type IssuerUser, issuerUserOf } from "./claims";
import type { Flow } from "./flow";
import { type LogoutToken, readLogoutToken } from "./logout-token";

export interface IssuerOptions extends ClaimRules {
  url: string;
  clientId: string;
  /** Null for a public client, which proves itself by PKCE only. Read for each sign-in, so that it can change. */
  clientSecret: () => Promise<SecretText | null>;
  scopes: string;
  /** Connects only where the installation allows it. */
  fetch: typeof fetch;
}

/** The OIDC provider. Its tokens don't leave this file, and are never stored. Throws what its library throws. */
export interface Issuer {
  readonly url: string;
  /** Whether it answers, as far as is known from the last seconds. Never throws. */
  answers(): Promise<boolean>;
  /** Where the browser goes to sign in. */
  signInUrl(flow: Flow, redirectUri: string): Promise<string>;
  /** Who comes back with this answer; null without the claim that the installation requires. */
  userOf(answer: URL, flow: Flow): Promise<IssuerUser | null>;
  /** Throws unless the token is this provider's, of now, and asks to end sessions. */
  readLogout(token: string, now: Date): Promise<LogoutToken>;
  /** Where a browser ends its session at the provider, and comes back from; null if the provider has no such page. */
  signOutUrl(comeBackTo: string): Promise<string | null>;
}

/** An answer begins within the first, and ends within the second. */
const answersWithinMs = 5000;
const endsWithinSeconds = 10;
/** So long, what the provider has said about itself is used: keys are another matter, and have times of their own. */
const discoveredForMs = 10 * 60_000;
/** So long, a provider that didn't answer isn't asked again by those who only look whether it does. */
const awayForMs = 5000;

export function createIssuer({ fetch: ask, ...given }: IssuerOptions): Issuer {
  const options: IssuerOptions = { ...given, fetch: patient(ask) };
  const { url, clientId, clientSecret } = options;
  let known: { found: Promise<Discovered>; until: number } | undefined;
  let awayUntil = 0;

  function discovered(): Promise<Discovered> {
    if (known && known.until > performance.now()) return known.found;
    const found = discover(options);
    known = { found, until: performance.now() + discoveredForMs };
    found.catch(() => {
      if (known?.found === found) known = undefined;
      awayUntil = performance.now() + awayForMs;
    });
    return found;
  }

  async function configured(): Promise<client.Configuration> {
    const [{ metadata }, secret] = await Promise.all([discovered(), clientSecret()]);
    const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authentication =
      secret === null
        ? client.None()
        : methods.includes("client_secret_post")
          ? client.ClientSecretPost(secret.reveal())
          : client.ClientSecretBasic(secret.reveal());
    const configuration = new client.Configuration(
      metadata,
      clientId,
      { [client.clockTolerance]: 30 },
      authentication,
    );
    secure(configuration, options.fetch);
    return configuration;
  }

  return {
    url,
    async answers() {
      if (performance.now() < awayUntil) return false;
      return discovered().then(
        () => true,
        () => false,
      );
    },
    async signInUrl({ state, nonce, verifier }, redirectUri) {
      return client.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: options.scopes,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      }).href;
    },
    async userOf(answer, { state, nonce, verifier }) {
      const configuration = await configured();
      const tokens = await client.authorizationCodeGrant(configuration, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const { sub, ...inToken } = tokens.claims() ?? { sub: "" };
      let claims: Record<string, unknown> = inToken;
      if (areIncomplete(claims, options) && configuration.serverMetadata().userinfo_endpoint !== undefined)
        claims = { ...(await client.fetchUserInfo(configuration, tokens.access_token, sub)), ...inToken };
      return hasRequiredClaim(claims, options) ? issuerUserOf({ ...claims, sub }, options) : null;
    },
    async readLogout(token, now) {
      const { metadata, keys } = await discovered();
      return readLogoutToken(token, {
        issuer: metadata.issuer,
        clientId,
        keys,
        algorithms: metadata.id_token_signing_alg_values_supported,
        now,
      });
    },
    async signOutUrl(comeBackTo) {
      const { metadata } = await discovered();
      if (metadata.end_session_endpoint === undefined) return null;
      // Without an ID token as a hint, because Lamia keeps none: the provider may ask the user to confirm.
      const page = new URL(metadata.end_session_endpoint);
      page.searchParams.set("client_id", clientId);
      page.searchParams.set("post_logout_redirect_uri", comeBackTo);
      return page.href;
    },
  };
}

/** Gives up when no answer begins in time; while this process stands still, time hardly passes. */
function patient(ask: typeof fetch): typeof fetch {
  return async (input, init) => {
    const silence = new AbortController();
    const cancel = afterRunning(answersWithinMs, () => silence.abort(new DOMException("", "TimeoutError")));
    const signals = init?.signal ? [init.signal, silence.signal] : [silence.signal];
    try {
      return await ask(input, { ...init, signal: AbortSignal.any(signals) });
    } finally {
      cancel();
    }
  };
}

interface Discovered {
  metadata: client.ServerMetadata;
  keys: ReturnType<typeof createRemoteJWKSet>;
}

async function discover({ url, clientId, fetch }: IssuerOptions): Promise<Discovered> {
  const found = await client.discovery(new URL(url), clientId, undefined, client.None(), {
    [client.customFetch]: fetch as client.CustomFetch,
    execute: [client.allowInsecureRequests],
    timeout: endsWithinSeconds,
  });
  const metadata = found.serverMetadata();
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri ?? ""), {
    [joseFetch]: fetch,
    timeoutDuration: endsWithinSeconds * 1000,
  });
  return { metadata, keys };
}

/** Which addresses may be asked without TLS is decided by the guard behind `fetch`. */
function secure(configuration: client.Configuration, ask: typeof fetch): void {
  configuration[client.customFetch] = ask as client.CustomFetch;
  configuration.timeout = endsWithinSeconds;
  client.allowInsecureRequests(configuration);
  // The signature of an ID token counts, even though it comes straight from the provider.
  client.enableNonRepudiationChecks(configuration);
}
