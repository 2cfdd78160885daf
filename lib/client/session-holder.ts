/** Lets the user sign in again; resolves to true on success, and to false when they cancel. */
export type SignInAgain = () => Promise<boolean>;

let holder: SignInAgain | null = null;
let asking: Promise<boolean> | null = null;

/**
 * While a form is open, a request without a session waits for a sign-in over the page and is repeated, instead of
 * going to the page "Sign in". Returns the function that ends this.
 */
export function holdSession(signInAgain: SignInAgain): () => void {
  holder = signInAgain;
  return () => {
    if (holder === signInAgain) holder = null;
  };
}

/** Asks once for all requests without a session; null when no form is open. */
export function sessionRegained(): Promise<boolean> | null {
  if (!holder) return null;
  asking ??= holder().finally(() => {
    asking = null;
  });
  return asking;
}

/** Whether a form is open that the user must not lose when the session ends. */
export function isFormOpen(): boolean {
  return holder !== null;
}
