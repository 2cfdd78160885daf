import { Breakable } from "@/components/ui/breakable";
import { cn } from "@/components/ui/cn";
import { unicodeForm } from "@/lib/model/idn";

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
  const unicode = unicodeForm(host);
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
