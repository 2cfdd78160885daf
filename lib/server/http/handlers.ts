/**
 * What answers requests in this process. The program that starts the panel provides it, and Next's routes and pages, which
 * are bundles of their own, reach it here. If they imported it, its code would be in memory twice.
 */
export interface Handlers {
  /** Any request below /api/v1. */
  api(request: Request): Promise<Response>;
  readiness(): Promise<Response>;
  metrics(request: Request): Promise<Response>;
}

const shared = globalThis as typeof globalThis & { lamiaHandlers?: Handlers };

export function provideHandlers(handlers: Handlers): void {
  shared.lamiaHandlers = handlers;
}

export function areProvided(): boolean {
  return shared.lamiaHandlers !== undefined;
}

/** Throws before the panel has started. */
export function handlers(): Handlers {
  if (!shared.lamiaHandlers) throw new Error("the panel has not started");
  return shared.lamiaHandlers;
}
