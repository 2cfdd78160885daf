import { ProblemError } from "../http/problem-error";
import type { SignInThrottle } from "../http/sign-in-throttle";
import { texts } from "./texts";

/** Runs a try to sign in to an account, and slows down further ones after wrong passwords, from wherever they come. */
export async function slowed<Found>(
  throttle: SignInThrottle,
  account: string,
  onSlowed: (account: string, seconds: number) => void,
  attempt: () => Promise<Found | null>,
): Promise<Found | null> {
  const wait = await throttle.begin(account);
  if (wait > 0) throw new ProblemError("too-many-requests", texts.accountPause({ seconds: wait }));
  let isWrong = false;
  try {
    const found = await attempt();
    isWrong = found === null;
    return found;
  } finally {
    const pause = await throttle.end(account, isWrong);
    if (pause > 0) onSlowed(account, pause);
  }
}
