import type { ReactNode } from "react";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";
import { ViewTabs } from "@/components/ui/view-tabs";

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
      <ViewTabs label={texts.peopleViews} views={views} current={current} />
    </>
  );
}
