"use client";
import type { ReactNode } from "react";

export type ToastTone = "success" | "error" | "warning" | "info";

export interface ToastMessage {
  /** The same id replaces an earlier toast. */
  id?: string | undefined;
  tone?: ToastTone | undefined;
  title: ReactNode;
  description?: ReactNode;
  /** E.g. Undo, or Show. */
  action?: { label: string; onClick: () => void } | undefined;
  /** Seconds that it stays; default 5, or 10 with an action or an error. */
  seconds?: number | undefined;
}

type Listener = (message: ToastMessage) => void;

const waiting: ToastMessage[] = [];
let listener: Listener | undefined;
let wanted: (() => void) | undefined;

/** Shows a message in the corner. Messages wait until the toaster has loaded. */
export function showToast(message: ToastMessage): void {
  if (listener) {
    listener(message);
  } else {
    waiting.push(message);
    wanted?.();
  }
}

/** For `Toaster`: calls back at the first message, so that the library loads only then. */
export function onFirstToast(load: () => void): () => void {
  wanted = load;
  if (waiting.length > 0) load();
  return () => {
    wanted = undefined;
  };
}

/** For the loaded toaster: receives waiting and future messages. */
export function receiveToasts(next: Listener): () => void {
  listener = next;
  for (const message of waiting.splice(0)) next(message);
  return () => {
    if (listener === next) listener = undefined;
  };
}
