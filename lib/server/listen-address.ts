import type { Environment } from "./environment";

/** Where the web server listens: without a token on loopback only, whatever HOST says. Throws when they disagree. */
export function listenAddress({
  HOST,
  LAMIA_API_TOKEN,
}: Pick<Environment, "HOST" | "LAMIA_API_TOKEN">): string {
  if (LAMIA_API_TOKEN !== undefined) return HOST ?? "0.0.0.0";
  if (HOST === undefined || isLoopback(HOST)) return HOST ?? "127.0.0.1";
  throw new Error(
    `HOST is ${HOST}, but LAMIA_API_TOKEN is not set, so everybody there could change the cluster. Set LAMIA_API_TOKEN, or leave HOST out to listen on 127.0.0.1.`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
