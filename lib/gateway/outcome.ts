/**
 * What a step answers. Waiting: nobody is at fault. Blocked: a person must act, and `remedy` says what to do.
 * `told`: who is waited for has said when to look, so the wait does not grow.
 * A `fact` of a step that is not done is what it has seen so far; later steps do not get it.
 */
export type Outcome<Fact> =
  | { state: "done"; note: string; fact: Fact; revisitAt?: Date }
  | { state: "waiting"; note: string; retryInSeconds: number; told?: true; fact?: Fact }
  | { state: "blocked"; note: string; remedy: string; fact?: Fact };

/** pending: a step that it needs is not done yet. running: under way now. failed: thrown, will be tried again. */
export type StepState = Outcome<unknown>["state"] | "pending" | "running" | "failed";
