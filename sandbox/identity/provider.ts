import { generateKeyPairSync } from "node:crypto";
import Provider, { type JWK } from "oidc-provider";
import { people } from "./people";

interface ProviderOptions {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the panel is, by each address under which a browser may have it. */
  origins: readonly string[];
  /** Whether claims are in the ID token, too, and not only at the UserInfo endpoint. */
  claimsInToken: boolean;
}

/** An OIDC provider with one client, the panel, and a new signing key. */
export function createProvider(options: ProviderOptions): { provider: Provider; key: JWK } {
  const { issuer, clientId, clientSecret, origins, claimsInToken } = options;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), kid: "sandbox", alg: "RS256", use: "sig" } as JWK;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: origins.map((origin) => `${origin}/sign-in/callback`),
        post_logout_redirect_uris: origins.map((origin) => `${origin}/sign-in`),
        backchannel_logout_uri: `${origins[0]}/api/v1/session/oidc/logout`,
        backchannel_logout_session_required: true,
        response_types: ["code"],
        grant_types: ["authorization_code"],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: [clientSecret] },
    pkce: { required: () => true },
    conformIdTokenClaims: !claimsInToken,
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username", "groups"],
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    ttl: { Interaction: 3600, Session: 86_400, Grant: 86_400, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount(_, id) {
      const person = people.find((each) => each.id === id);
      if (!person) return undefined;
      const { name, email, groups } = person;
      const claims = { sub: id, name, email, email_verified: true, preferred_username: email, groups };
      return { accountId: id, claims: async () => claims };
    },
    // Whoever signs in consents.
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc;
      const grant = new oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    // On loopback: the library's own dispatcher refuses such addresses.
    fetch: (url, init) => fetch(url, { ...init, dispatcher: undefined } as RequestInit),
    renderError(ctx, { error, error_description: description }) {
      ctx.type = "text";
      ctx.body = `${error}\n\n${description ?? ""}\n`;
    },
  });
  return { provider, key };
}
