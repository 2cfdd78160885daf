"use client";
import type { ReactNode } from "react";
import { NumberField } from "./number-field";

export interface PortRowProps {
  /** Dotted path of the entry, and its place: the first one alone shows its labels. */
  path: string;
  index: number;
  placeholder: string;
  /** The field beside the port. */
  children: ReactNode;
}

/** One port in a list of ports, with one more field beside it. */
export function PortRow({ path, index, placeholder, children }: PortRowProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <NumberField
        name={`${path}.port`}
        label="Port"
        labelHidden={index > 0}
        required
        placeholder={placeholder}
      />
      {children}
    </div>
  );
}
