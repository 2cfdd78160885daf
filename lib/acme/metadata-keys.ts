import { z } from "zod";
import { challengeTypes, keyTypes } from "@/lib/gateway/model";
import { certificateScopeKey, certificateScopes, certificateShareKey } from "@/lib/model/secured-hosts";
import { keyTexts as texts } from "./key-texts";
import { directories } from "./named-cas";

const names = Object.keys(directories).join("|");
const httpsUrl = "https://[^\\s/?#@,]+(?:[/?][^\\s#,]*)?";
const oneGateway = "[a-z0-9-]{1,63}/(?:[a-z0-9.-]{1,253}|\\*)";
const oneCa = `(?:${names}|${httpsUrl})`;

const pattern = (source: string, mistake: string) => ({
  pattern: { source, mistake },
  schema: z.string().regex(new RegExp(`^(?:${source})$`), mistake),
});

const text = { secret: false, kind: "text", optional: true } as const;

/** The metadata keys of certificates, as data for forms. All are optional. */
export const acmeKeys = [
  {
    key: "acme_ca",
    label: texts.ca,
    help: texts.caHelp,
    placeholder: "letsencrypt",
    ...text,
    ...pattern(oneCa, texts.caMistake),
  },
  {
    key: "acme_eab_kid",
    label: texts.kid,
    help: texts.kidHelp,
    placeholder: "kid-1",
    ...text,
    ...pattern("\\S{1,500}", texts.kidMistake),
  },
  {
    key: "acme_eab_hmac",
    label: texts.hmac,
    help: texts.hmacHelp,
    placeholder: "…",
    ...text,
    secret: true,
    ...pattern("[A-Za-z0-9_+/-]{16,1000}={0,2}", texts.hmacMistake),
  },
  {
    key: "acme_profile",
    label: texts.profile,
    help: texts.profileHelp,
    placeholder: "classic",
    ...text,
    ...pattern("[A-Za-z0-9._-]{1,64}", texts.profileMistake),
  },
  {
    key: "acme_preferred_chain",
    label: texts.chain,
    help: texts.chainHelp,
    placeholder: "ISRG Root X1",
    ...text,
    ...pattern("\\S(?:.{0,198}\\S)?", texts.chainMistake),
  },
  {
    key: "acme_key_type",
    label: texts.keyType,
    help: texts.keyTypeHelp,
    placeholder: "ec-p256",
    ...text,
    choices: keyTypes,
    schema: z.enum(keyTypes, texts.keyTypeMistake),
  },
  {
    key: "acme_staging_ca",
    label: texts.staging,
    help: texts.stagingHelp,
    placeholder: "letsencrypt-staging",
    ...text,
    ...pattern(oneCa, texts.caMistake),
  },
  {
    key: "acme_challenge",
    label: texts.challenge,
    help: texts.challengeHelp,
    placeholder: "dns-01",
    ...text,
    choices: challengeTypes,
    schema: z.enum(challengeTypes, texts.challengeMistake),
  },
  {
    key: certificateScopeKey,
    label: texts.scope,
    help: texts.scopeHelp,
    placeholder: "host",
    ...text,
    choices: certificateScopes,
    schema: z.enum(certificateScopes, texts.scopeMistake),
  },
  {
    key: certificateShareKey,
    label: texts.shareWith,
    help: texts.shareWithHelp,
    placeholder: "team-b/shop",
    ...text,
    ...pattern(`\\s*${oneGateway}(?:\\s*,\\s*${oneGateway}){0,49}\\s*`, texts.shareWithMistake),
  },
  {
    key: "acme_fallback_ca",
    label: texts.fallback,
    help: texts.fallbackHelp,
    placeholder: "letsencrypt",
    ...text,
    ...pattern(`\\s*${oneCa}(?:\\s*,\\s*${oneCa}){0,4}\\s*`, texts.fallbackMistake),
  },
] as const;
