import { Lock } from "lucide-react";
import { ErrorState } from "./error-state";
import { EmptyState } from "./notices";
import { texts } from "./texts";

export interface QueryFailureProps {
  /** What couldn't be loaded: "the Deployment". */
  what: string;
  query: { error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };
}

/** Replaces the content of a failed query, with the reason and a retry, or says that it isn't for this user. */
export function QueryFailure({ what, query }: QueryFailureProps) {
  if (isRefusal(query.error))
    return (
      <EmptyState
        icon={<Lock aria-hidden />}
        title={texts.notForYou}
        description={query.error?.message}
        className="py-20"
      />
    );
  return (
    <ErrorState
      title={texts.cannotLoad({ what })}
      message={query.error?.message ?? texts.noReason}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  );
}

/** A problem of the API with status 403 says which role is missing. */
function isRefusal(error: (Error & { problem?: { status?: number } }) | null): boolean {
  return error?.problem?.status === 403;
}
