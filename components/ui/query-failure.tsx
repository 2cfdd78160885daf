import { ErrorState } from "./error-state";

export interface QueryFailureProps {
  /** What could not be read: "The Deployment". */
  what: string;
  query: { error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };
}

/** In place of what a query could not bring, with its reason and a way to try again. */
export function QueryFailure({ what, query }: QueryFailureProps) {
  return (
    <ErrorState
      title={`${what} could not be read`}
      message={query.error?.message ?? "The server did not say why."}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  );
}
