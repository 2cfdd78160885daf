import { readFile } from "node:fs/promises";
import { Failure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { readOidcSecret } from "@/lib/kubernetes/vault/oidc-secret";
import { SecretText } from "@/lib/model/secret-text";
import { guardedFetch } from "@/lib/net/guarded-fetch";
import type { Store } from "@/lib/store/open-store";
import type { Environment } from "../../environment";
import type { Log } from "../../log";
import { createIssuer } from "./issuer";
import { createOidcSignIn, type OidcSignIn } from "./sign-in";
import { texts } from "./texts";

interface Parts {
  environment: Environment;
  home: ClusterClient;
  store: Store;
  log: Log;
}

/** Signing in with the OIDC provider of the environment; null if there is none. Throws if only a part of it is set. */
export function configuredOidc({ environment, home, store, log }: Parts): OidcSignIn | null {
  const { LAMIA_OIDC_ISSUER: url, LAMIA_OIDC_CLIENT_ID: clientId } = environment;
  if (url === undefined) return null;
  if (clientId === undefined) throw new Error(texts.noClientId);
  const file = environment.LAMIA_OIDC_CLIENT_SECRET_FILE;
  const issuer = createIssuer({
    url,
    clientId,
    clientSecret: async () =>
      file === undefined
        ? readOidcSecret(home, environment.LAMIA_NAMESPACE)
        : new SecretText((await readFile(file, "utf8").catch(() => unreadable(file))).trim()),
    scopes: environment.LAMIA_OIDC_SCOPES,
    groupsClaim: environment.LAMIA_OIDC_GROUPS_CLAIM,
    required: environment.LAMIA_OIDC_REQUIRED_CLAIM,
    fetch: guardedFetch({ allowed: environment.LAMIA_ALLOWED_TARGETS, remedy: texts.allowTarget }),
  });
  return createOidcSignIn({ issuer, label: environment.LAMIA_OIDC_LABEL ?? new URL(url).host, store, log });
}

function unreadable(file: string): never {
  throw new Failure("unconfigured", texts.noSecretFile({ file }));
}
