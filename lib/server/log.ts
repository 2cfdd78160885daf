import pino from "pino";

/** Names of fields that may hold a secret, at any depth; their values are never written. */
const secretFields = [
  "authorization",
  "cookie",
  "token",
  "access_token",
  "assertion",
  "password",
  "secret",
  "private_key",
  "privateKey",
  "keyPem",
  "key",
  "data",
  "stringData",
  "body",
  "config",
  "request",
  "response",
  "headers",
] as const;

const privateKeyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const jsonWebToken = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Links that make users or set passwords, and API tokens (`lib/server/access`). */
const oneTimeLink = /(\/sign-in\/[\w-]+#)[\w-]+/g;
const apiToken = /\blamia_[\w-]{40,}/g;

/** Removes what looks like a key, a token, or a one-time link from free text. */
export function redacted(text: string): string {
  return text
    .replace(privateKeyBlock, "[private key]")
    .replace(bearer, "$1 [token]")
    .replace(jsonWebToken, "[token]")
    .replace(oneTimeLink, "$1[link]")
    .replace(apiToken, "[token]");
}

/** A field with such a name would never be readable, so the compiler rejects it. */
type NoSecret = { readonly [Name in (typeof secretFields)[number]]?: never };
type Write = <Fields extends object>(fields: Fields & NoSecret, message: string) => void;

export type Log = Readonly<Record<"fatal" | "error" | "warn" | "info" | "debug", Write>>;

export function createLog(level: string, destination?: pino.DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
        censor: "[redacted]",
      },
      serializers: { err: errorAsText },
    },
    destination ?? pino.destination({ sync: false }),
  );
}

/**
 * Type, message and stack of an error and its causes. Nothing else, because SDKs attach requests with headers to
 * theirs.
 */
function errorAsText(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return redacted(String(thrown));
  const { name, message, stack, cause } = thrown;
  const code = "code" in thrown ? String(thrown.code) : undefined;
  return {
    name,
    message: redacted(message),
    code,
    stack: stack && redacted(stack),
    cause: cause === undefined ? undefined : errorAsText(cause),
  };
}
