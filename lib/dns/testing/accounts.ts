import type { Metadata } from "@/lib/dns/provider-definition";
import type { providers } from "@/lib/dns/registry";

type Credentials = Readonly<Record<string, string>>;

interface AccountSettings {
  /** What a user enters to sign in with these credentials of the sandbox. */
  right(credentials: Credentials): Metadata;
  /** The same with credentials that look right but aren't. */
  wrong(credentials: Credentials): Metadata;
}

const reversed = (text = "") => [...text].reverse().join("");

/** The providers behind APIs that the sandbox has, besides Cloud DNS. */
export const hostedAccounts = {
  cloudflare: {
    right: ({ token }) => ({ cloudflare_api_token: token }),
    wrong: ({ token }) => ({ cloudflare_api_token: reversed(token) }),
  },
  route53: {
    right: ({ accessKeyId, secretAccessKey }) => ({
      aws_access_key_id: accessKeyId,
      aws_secret_access_key: secretAccessKey,
    }),
    wrong: ({ accessKeyId, secretAccessKey }) => ({
      aws_access_key_id: accessKeyId,
      aws_secret_access_key: reversed(secretAccessKey),
    }),
  },
  digitalocean: {
    right: ({ token }) => ({ digitalocean_token: token }),
    wrong: ({ token = "" }) => ({ digitalocean_token: token.replace(/.{8}$/, "00000000") }),
  },
  azure: {
    right: ({ subscription, group, tenant, client, secret }) => ({
      azure_subscription_id: subscription,
      azure_resource_group: group,
      azure_tenant_id: tenant,
      azure_client_id: client,
      azure_client_secret: secret,
    }),
    wrong: ({ subscription, group, tenant, client, secret }) => ({
      azure_subscription_id: subscription,
      azure_resource_group: group,
      azure_tenant_id: tenant,
      azure_client_id: client,
      azure_client_secret: reversed(secret),
    }),
  },
} as const satisfies Partial<Record<keyof typeof providers, AccountSettings>>;

export type HostedId = keyof typeof hostedAccounts;
