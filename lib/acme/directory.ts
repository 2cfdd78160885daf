import { z } from "zod";
import type { CaLimits } from "@/lib/gateway/certificate/limits";
import { Failure } from "@/lib/gateway/failure";
import { AcmeProblem, acmeFetch, jsonOf, problemFailure } from "./problem";
import { texts } from "./texts";

const directoryDocument = z.object({
  newNonce: z.url(),
  newAccount: z.url(),
  newOrder: z.url(),
  revokeCert: z.url().optional(),
  /** RFC 9773, section 4. */
  renewalInfo: z.url().optional(),
  meta: z
    .object({
      termsOfService: z.string().optional(),
      caaIdentities: z.array(z.string()).default([]),
      externalAccountRequired: z.boolean().default(false),
      /** By name, the purpose of each (draft-ietf-acme-profiles). */
      profiles: z.record(z.string(), z.string()).optional(),
    })
    .default({ caaIdentities: [], externalAccountRequired: false }),
});
export type Directory = z.infer<typeof directoryDocument>;

const keptMs = 24 * 3_600_000;

export interface DirectoryReader {
  read(): Promise<Directory>;
  /** The CA no longer answers at what this directory names, so the next read asks for it again. */
  forget(directory: Directory): Promise<void>;
}

/** The CA's directory (RFC 8555, section 7.1.1), read once a day, or when its URLs have moved. */
export function directoryReader(url: string, title: string, ask?: typeof fetch): DirectoryReader {
  let kept: { directory: Promise<Directory>; atMs: number } | undefined;
  return {
    read() {
      if (kept && Date.now() - kept.atMs < keptMs) return kept.directory;
      const directory = readDirectory(url, title, ask);
      const mine = { directory, atMs: Date.now() };
      kept = mine;
      directory.catch(() => {
        if (kept === mine) kept = undefined;
      });
      return directory;
    },
    async forget(directory) {
      const mine = kept;
      if ((await mine?.directory) === directory && kept === mine) kept = undefined;
    },
  };
}

async function readDirectory(url: string, title: string, ask?: typeof fetch): Promise<Directory> {
  // Annotations that somebody writes by hand can contain anything.
  if (!URL.canParse(url)) throw notADirectory(url);
  const response = await acmeFetch(url, { method: "GET" }, ask);
  if (response.status >= 500 || response.status === 429)
    throw problemFailure(new AcmeProblem(response), title);
  const parsed = directoryDocument.safeParse(jsonOf(response.text));
  if (response.status === 200 && parsed.success) return parsed.data;
  throw notADirectory(url);
}

function notADirectory(url: string): Failure {
  return new Failure("unconfigured", texts.notADirectory({ url }), { remedy: texts.setDirectory });
}

const known: Record<string, string> = {
  "acme-v02.api.letsencrypt.org": "Let's Encrypt",
  "acme-staging-v02.api.letsencrypt.org": "Let's Encrypt (staging)",
  "acme.zerossl.com": "ZeroSSL",
  "dv.acme-v02.api.pki.goog": "Google Trust Services",
  "api.buypass.com": "Buypass",
};

const hour = 3_600;

/**
 * What an account may order, by the directory's host. CAs that aren't listed publish no limits, or none that can be counted.
 * Let's Encrypt: https://letsencrypt.org/docs/rate-limits/
 */
const limits: Record<string, CaLimits> = {
  "acme-v02.api.letsencrypt.org": {
    ordersPerAccount: { count: 300, windowSeconds: 3 * hour },
    certificatesPerDomain: { count: 50, windowSeconds: 7 * 24 * hour },
    certificatesPerNames: { count: 5, windowSeconds: 7 * 24 * hour },
    failuresPerName: { count: 5, windowSeconds: hour },
  },
};

export function limitsOf(directory: string): CaLimits {
  return limits[URL.parse(directory)?.hostname ?? ""] ?? {};
}

/** The CA's name on pages: its own, or the host of its directory. */
export function authorityTitle(directory: string): string {
  const url = URL.parse(directory);
  return url ? (known[url.hostname] ?? url.host) : directory;
}
