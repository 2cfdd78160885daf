/** Has its user sign in again; true once that is done, false when they would rather not. */
export type SignInAgain = () => Promise<boolean>;

let holder: SignInAgain | null = null;
let asking: Promise<boolean> | null = null;

/**
 * While a form is open, a request that meets a lost session waits for a sign-in over the page and is sent again, instead
 * of leaving for the page "Sign in". Returns what ends that.
 */
export function holdSession(signInAgain: SignInAgain): () => void {
  holder = signInAgain;
  return () => {
    if (holder === signInAgain) holder = null;
  };
}

/** Asks once for all requests that met the lost session; null when no form is open. */
export function sessionRegained(): Promise<boolean> | null {
  if (!holder) return null;
  asking ??= holder().finally(() => {
    asking = null;
  });
  return asking;
}

/** Whether a form is open that must not be left for a lost session. */
export function isFormOpen(): boolean {
  return holder !== null;
}
