import { Callout } from "@/components/ui/callout";
import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";

/** Parts of the annotation that nobody can walk, and how they are to be written. */
export function MalformedCallout({ parts }: { parts: readonly string[] }) {
  if (parts.length === 0) return null;
  const code = "rounded-sm bg-surface px-1 font-mono text-[0.8125rem]";
  return (
    <Callout
      tone="blocked"
      title={
        parts.length === 1
          ? "One Secured Host cannot be read"
          : `${parts.length} Secured Hosts cannot be read`
      }
    >
      The annotation <code className={code}>{securedHostsAnnotation}</code> has{" "}
      {parts.map((part, index) => (
        <span key={part}>
          {index > 0 ? ", " : ""}
          <code className={code}>{part}</code>
        </span>
      ))}
      , which is not <code className={code}>port=host</code>. Write a port from 1 to 65535, “=” and a full DNS
      name, several separated by commas, such as <code className={code}>443=shop.example.com</code>. The
      others are walked as usual.
    </Callout>
  );
}
