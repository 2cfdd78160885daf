import { Badge } from "@/components/ui/badge";
import { everywhere, type Grant, type Role } from "@/lib/model/roles";
import { texts } from "./texts";

interface HeldGrant extends Grant {
  group?: string | null;
}

/** `admin`, or `editor in shop`. */
export function inWords({ role, scope }: Grant): string {
  return scope === everywhere
    ? texts.ofInstallation({ role: texts[role] })
    : texts.in({ role: texts[role], scope });
}

export const roleWord = (role: Role) => texts[role];

export const scopeWord = (scope: string) => (scope === everywhere ? texts.everywhere : scope);

const mostShown = 3;

/** What a user or a group may do: the role in the installation stands out. */
export function RoleBadges({ grants }: { grants: readonly HeldGrant[] }) {
  if (grants.length === 0) return <span className="text-subtle">{texts.noRole}</span>;
  const rest = grants.slice(mostShown);
  return (
    <span className="flex flex-wrap gap-1">
      {grants.slice(0, mostShown).map((grant) => (
        <Badge
          key={`${grant.scope} ${grant.role} ${grant.group ?? ""}`}
          tone={grant.scope === everywhere ? "accent" : "neutral"}
        >
          {inWords(grant)}
        </Badge>
      ))}
      {rest.length > 0 ? (
        <span title={rest.map(inWords).join(", ")}>
          <Badge tone="outline">{texts.more({ count: rest.length })}</Badge>
        </span>
      ) : null}
    </span>
  );
}
