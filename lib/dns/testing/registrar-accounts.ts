import type { Metadata } from "@/lib/dns/provider-definition";
import type { registrars } from "@/lib/dns/registrars/registry";

type Credentials = Readonly<Record<string, string>>;

interface AccountSettings {
  /** What a user enters to sign in with these credentials of the sandbox. */
  right(credentials: Credentials): Metadata;
  /** The same with credentials that look right but aren't. */
  wrong(credentials: Credentials): Metadata;
}

const reversed = (text = "") => [...text].reverse().join("");

/** The registrars that can set name servers, and whose APIs the sandbox has. */
export const registrarAccounts = {
  namecom: {
    right: ({ username, token }) => ({ namecom_username: username, namecom_token: token }),
    wrong: ({ username, token }) => ({ namecom_username: username, namecom_token: reversed(token) }),
  },
  route53domains: {
    right: ({ accessKeyId, secretAccessKey }) => ({
      aws_domains_credentials: "keys",
      aws_domains_access_key_id: accessKeyId,
      aws_domains_secret_access_key: secretAccessKey,
    }),
    wrong: ({ accessKeyId, secretAccessKey }) => ({
      aws_domains_credentials: "keys",
      aws_domains_access_key_id: accessKeyId,
      aws_domains_secret_access_key: reversed(secretAccessKey),
    }),
  },
} as const satisfies Partial<Record<keyof typeof registrars, AccountSettings>>;

export type RegistrarId = keyof typeof registrarAccounts;
