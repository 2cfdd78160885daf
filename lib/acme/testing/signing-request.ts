import { newCsr } from "@/sandbox/acme/testing/test-client";

/** A certificate request for the names by a new EC P-256 key, DER. */
export async function signingRequest(names: string[]): Promise<Uint8Array> {
  return Buffer.from(await newCsr(names), "base64url");
}
