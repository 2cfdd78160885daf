import { CloudAlert, RotateCw } from "lucide-react";
import { Button } from "./button";
import { cn } from "./cn";
import { texts } from "./texts";

export interface ErrorStateProps {
  /** What failed: "Couldn’t load the gateways". */
  title: string;
  /** The problem's `detail`, in words a user can act on. */
  message?: string | undefined;
  /** Small print, e.g. a reference for the log. */
  detail?: string | undefined;
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
  headingLevel?: 1 | 2 | 3;
  className?: string | undefined;
}

/** Replaces content that couldn't be loaded; screen readers announce it. */
export function ErrorState(props: ErrorStateProps) {
  const { title, message, detail, onRetry, retrying, headingLevel = 2, className } = props;
  const Heading = `h${headingLevel}` as const;
  return (
    <div
      role="alert"
      className={cn("mx-auto flex w-full max-w-lg flex-col items-center px-4 py-14 text-center", className)}
    >
      <div className="mb-4 flex size-11 items-center justify-center rounded-xl bg-failed-soft text-failed">
        <CloudAlert aria-hidden className="size-5" />
      </div>
      <Heading className="font-semibold text-ink text-lg">{title}</Heading>
      {message ? <p className="mt-1 text-pretty break-words text-muted">{message}</p> : null}
      {detail ? <p className="mt-1 break-all font-mono text-subtle text-xs">{detail}</p> : null}
      {onRetry ? (
        <Button className="mt-5" icon={<RotateCw aria-hidden />} onClick={onRetry} busy={retrying}>
          {texts.tryAgain}
        </Button>
      ) : null}
    </div>
  );
}
