import type { ContainerPort, Variable } from "./object";

/** Whether the form shows a port: those of other protocols than TCP stay as they are. */
export function isShownPort({ protocol }: ContainerPort): boolean {
  return (protocol ?? "TCP") === "TCP";
}

/** Whether the form shows a variable: those that refer to Secrets or fields stay as they are. */
export function isShownVariable({ valueFrom }: Variable): boolean {
  return valueFrom === undefined;
}
