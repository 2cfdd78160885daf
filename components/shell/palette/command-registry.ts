"use client";
import type { LucideIcon } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";

/** A command of the palette. Set `href` to go somewhere or `run` to do something. */
export interface Command {
  /** Unique, e.g. "gateway.check-now". */
  id: string;
  title: string;
  /** Its heading; default "Actions". */
  group?: string;
  icon?: LucideIcon;
  /** More search terms, separated by commas. */
  keywords?: string;
  /** Why its user may not do this; shown instead of doing it. */
  reason?: string | undefined;
  href?: string;
  run?: () => void | Promise<void>;
}

const none: readonly Command[] = [];
let registered: readonly Command[] = none;
const listeners = new Set<() => void>();

function publish(next: readonly Command[]) {
  registered = next;
  for (const listener of listeners) listener();
}

/** Adds commands; the returned function removes them. */
export function registerCommands(commands: readonly Command[]): () => void {
  publish([...registered, ...commands]);
  return () => publish(registered.filter((command) => !commands.includes(command)));
}

/** For a page: its commands are in the palette while it is mounted. `commands` must be stable (`useMemo`). */
export function useRegisterCommands(commands: readonly Command[]): void {
  useEffect(() => registerCommands(commands), [commands]);
}

/** For the palette: all registered commands. */
export function useRegisteredCommands(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
    () => none,
  );
}
