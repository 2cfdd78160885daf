import type { ReactNode } from "react";
import { cn } from "./cn";

export interface CheckLabelProps {
  /** Id of the input that it names. */
  htmlFor: string;
  label: ReactNode;
  labelHidden?: boolean | undefined;
  help?: ReactNode;
  helpId: string;
}

/** The words beside a checkbox or a switch. */
export function CheckLabel({ htmlFor, label, labelHidden, help, helpId }: CheckLabelProps) {
  return (
    <div className={cn("min-w-0", labelHidden && "sr-only")}>
      <label htmlFor={htmlFor} className="block cursor-pointer text-ink text-sm">
        {label}
      </label>
      {help ? (
        <p id={helpId} className="text-subtle text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}
