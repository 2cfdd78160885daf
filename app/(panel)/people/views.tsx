import type { ReactNode } from "react";
import { texts } from "@/app/texts";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";

const views = [
  { id: "users", href: "/people", label: texts.users, help: texts.usersHelp },
  { id: "groups", href: "/people/groups", label: texts.groups, help: texts.groupsHelp },
  { id: "sessions", href: "/people/sessions", label: texts.sessions, help: texts.sessionsHelp },
  { id: "tokens", href: "/people/tokens", label: texts.apiTokens, help: texts.apiTokensHelp },
] as const;

interface PeopleHeaderProps {
  current: (typeof views)[number]["id"];
  actions?: ReactNode;
}

/** The header of the four pages about who may use Lamia. */
export function PeopleHeader({ current, actions }: PeopleHeaderProps) {
  return (
    <>
      <PageHeader
        title={texts.people}
        description={views.find(({ id }) => id === current)?.help}
        actions={actions}
      />
      <nav aria-label={texts.peopleViews} className="-mb-2 overflow-x-auto border-line border-b">
        <ul className="flex gap-4 whitespace-nowrap text-sm">
          {views.map(({ id, href, label }) => (
            <li key={id}>
              <PageLink
                href={href}
                aria-current={id === current ? "page" : undefined}
                className={cn(
                  "block border-b-2 px-0.5 py-2 font-medium outline-offset-[-2px]",
                  id === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
                )}
              >
                {label}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
