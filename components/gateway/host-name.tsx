"use client";
import { useSyncExternalStore } from "react";
import { Breakable } from "@/components/ui/breakable";
import { cn } from "@/components/ui/cn";

type Idn = typeof import("@/lib/model/idn");

let idn: Idn | null = null;
const listeners = new Set<() => void>();

/** Loads what reads internationalized names, once: most pages have none. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!idn)
    void import("@/lib/model/idn").then((module) => {
      idn = module;
      for (const each of listeners) each();
    });
  return () => void listeners.delete(listener);
}

const never = () => () => undefined;
const nothing = () => null;

/** Null while the text has no internationalized name, and until what reads one is loaded. */
export function useIdn(text: string): Idn | null {
  const isNeeded = /xn--/i.test(text);
  return useSyncExternalStore(isNeeded ? subscribe : never, isNeeded ? () => idn : nothing, nothing);
}

/** The text with the Unicode form of each name that has one. */
export function useReadable(text: string): string {
  return useIdn(text)?.withUnicodeForms(text) ?? text;
}

export function Readable({ text }: { text: string }) {
  return useReadable(text);
}

export interface HostNameProps {
  host: string;
  /** Where space is short: the ASCII form only on hover, and for readers of screens. */
  compact?: boolean;
  className?: string;
}

/**
 * A DNS name as people read it. An internationalized one has its ASCII form beside it, which is what DNS, certificates and objects
 * hold; one whose letters could deceive the reader is shown in that form alone.
 */
export function HostName({ host, compact = false, className }: HostNameProps) {
  const unicode = useIdn(host)?.unicodeForm(host) ?? null;
  if (unicode === null) return <Breakable text={host} />;
  return (
    <span className={className} title={host}>
      <bdi>
        <Breakable text={unicode} />
      </bdi>{" "}
      <span className={cn("font-normal text-subtle", compact ? "sr-only" : "text-[0.8em]")}>
        (<Breakable text={host} />)
      </span>
    </span>
  );
}
