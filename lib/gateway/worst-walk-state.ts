/**
 * Every state that a walk can be in, the one that needs somebody most first: lists sort by it, and a gateway is as its
 * worst Secured Host is. The only list of them.
 */
export const worstFirst = ["blocked", "failed", "waiting", "working", "new", "serving"] as const;

/** Where a secured host stands as a whole, by its steps. */
export type WalkState = (typeof worstFirst)[number];

/** The state that deserves the eye among those of a gateway's Secured Hosts; null when it has none. */
export function worstWalkState(states: readonly WalkState[]): WalkState | null {
  return worstFirst.find((state) => states.includes(state)) ?? null;
}

/** Whether somebody should look: it does not go on by itself, or not well. */
export function needsAttention(state: WalkState): boolean {
  return state === "blocked" || state === "failed";
}
