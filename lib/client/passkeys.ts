import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { catalogue } from "@/lib/text/catalogue";
import { request } from "./request";
import { refusable } from "./second-factor";
import { type Refusal, sessionRequest } from "./sign-in";

const texts = catalogue({
  cancelled: "The browser didn’t answer with a passkey. Try again.",
  already: "This device already has a passkey of yours. Use another one.",
  notHere:
    "Passkeys work only where the panel has a name and HTTPS, or on localhost. Open it by its name, or set up an authenticator app.",
});

const browser = () => import("@simplewebauthn/browser");

/** Makes a passkey on this device or on a key, and adds it. Never throws what the user can correct. */
export async function addPasskey(
  password: string,
  name: string,
): Promise<{ recoveryCodes: string[] | null } | Refusal> {
  if (!canHavePasskeys()) return { message: texts.notHere };
  const asked = request<PublicKeyCredentialCreationOptionsJSON>("POST", "/account/passkeys/options", {
    password,
  });
  const optionsJSON = await refusable(asked);
  if ("message" in optionsJSON) return optionsJSON;
  const { startRegistration } = await browser();
  try {
    const response = await startRegistration({ optionsJSON });
    return await refusable(
      request<{ recoveryCodes: string[] | null }>("POST", "/account/passkeys", { password, name, response }),
    );
  } catch (thrown) {
    const isThere = thrown instanceof Error && thrown.name === "InvalidStateError";
    return { message: isThere ? texts.already : texts.cancelled };
  }
}

export function removePasskey(id: string, password: string): Promise<object | Refusal> {
  const path = `/account/passkeys/${encodeURIComponent(id)}/removal`;
  return refusable(request<void>("POST", path, { password }).then(() => ({})));
}

/** Signs in with a passkey, alone or after the password. Returns null on success. Never throws. */
export async function signInWithPasskey(): Promise<Refusal | null> {
  const asked = await sessionRequest("/passkey/options", {});
  if ("message" in asked) return asked;
  const { startAuthentication } = await browser();
  try {
    const optionsJSON = await asked.response.json();
    const response = await startAuthentication({ optionsJSON });
    const answer = await sessionRequest("/passkey", { response });
    return "message" in answer ? answer : null;
  } catch {
    return { message: texts.cancelled };
  }
}

/** Browsers have passkeys only for names, over HTTPS or on localhost (Web Authentication Level 3, section 5.1.4.1). */
export function canHavePasskeys(): boolean {
  const isAddress = /^[\d.]+$|:/.test(window.location.hostname);
  return window.isSecureContext && typeof window.PublicKeyCredential === "function" && !isAddress;
}
