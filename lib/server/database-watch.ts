import { asFailure } from "@/lib/gateway/failure";
import type { Store } from "@/lib/store/open-store";

/** Whether the database can be read and written. Nothing else tells of a full disk before something is lost. */
export interface DatabaseWatch {
  /** What is wrong, and what helps; null while nothing is. */
  problem(): string | null;
  close(): void;
}

const lookEveryMs = 10_000;

/** Looks every ten seconds; `onChange` is called when the answer is another one. */
export function watchDatabase(store: Pick<Store, "ping">, onChange: () => void): DatabaseWatch {
  let problem: string | null = null;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const found = await store.ping().then(
      () => null,
      (thrown: unknown) => {
        const { message, remedy } = asFailure(thrown);
        return remedy ? `${message} ${remedy}` : message;
      },
    );
    isLooking = false;
    if (found === problem) return;
    problem = found;
    onChange();
  };
  const timer = setInterval(look, lookEveryMs);
  return { problem: () => problem, close: () => clearInterval(timer) };
}
