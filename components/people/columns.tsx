import { UserRound, UsersRound } from "lucide-react";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import type { Column } from "@/components/ui/table/columns";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { GroupView, MemberView, UserSessionView, UserTokenView, UserView } from "@/lib/api/people";
import { browserOf } from "./browser-of";
import { RoleBadges, roleWord, scopeWord } from "./role-badges";
import { texts } from "./texts";

const time = (at: string | null) =>
  at === null ? <span className="text-subtle">{texts.never}</span> : <RelativeTime at={at} />;

export const userColumns: readonly Column<UserView>[] = [
  {
    id: "name",
    header: texts.name,
    sortable: true,
    width: "minmax(0,1.2fr)",
    atLeastPx: 144,
    cell: ({ name, isYou }) => (
      <span className="inline-flex max-w-full items-center gap-2 font-medium text-ink">
        <span className="wrap-anywhere whitespace-normal">{name}</span>
        {isYou ? <Badge tone="outline">{texts.you}</Badge> : null}
      </span>
    ),
  },
  {
    id: "email",
    header: texts.email,
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 176,
    cell: ({ email }) => (
      <span className="block whitespace-normal text-muted">
        <Breakable text={email} />
      </span>
    ),
  },
  {
    id: "role",
    header: texts.roles,
    sortable: true,
    sortsFirst: "desc",
    width: "minmax(0,1.8fr)",
    atLeastPx: 192,
    rank: 0,
    cell: ({ grants }) => <RoleBadges grants={grants} />,
  },
  {
    id: "lastSignIn",
    header: texts.lastSignIn,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ lastSignInAt }) => time(lastSignInAt),
  },
  {
    id: "created",
    header: texts.created,
    sortable: true,
    sortsFirst: "desc",
    rank: 2,
    hideOnPhone: true,
    cell: ({ createdAt }) => time(createdAt),
  },
  {
    id: "state",
    header: texts.state,
    sortable: true,
    cell: ({ isDisabled }) => (
      <StatusBadge state={isDisabled ? "blocked" : "done"}>
        {isDisabled ? texts.disabled : texts.active}
      </StatusBadge>
    ),
  },
];

export const groupColumns: readonly Column<GroupView>[] = [
  {
    id: "name",
    header: texts.group,
    sortable: true,
    cell: ({ name }) => <span className="break-all font-medium text-ink">{name}</span>,
  },
  {
    id: "roles",
    header: texts.roles,
    width: "minmax(0,1.5fr)",
    atLeastPx: 192,
    rank: 0,
    cell: ({ grants }) => <RoleBadges grants={grants} />,
  },
  {
    id: "users",
    header: texts.members,
    sortable: true,
    sortsFirst: "desc",
    width: "minmax(0,1.5fr)",
    atLeastPx: 176,
    cell: ({ users }) =>
      users.length === 0 ? (
        <span className="text-subtle">{texts.noMembers}</span>
      ) : (
        <span className="whitespace-normal text-muted">{users.map(({ name }) => name).join(", ")}</span>
      ),
  },
];

export const memberColumns: readonly Column<MemberView>[] = [
  {
    id: "name",
    header: texts.userOrGroup,
    sortable: true,
    width: "minmax(0,2fr)",
    atLeastPx: 192,
    cell: ({ kind, name, isYours }) => (
      <span className="inline-flex max-w-full items-center gap-2 font-medium text-ink">
        {kind === "group" ? (
          <UsersRound aria-label={texts.group} className="size-4 shrink-0 text-subtle" />
        ) : (
          <UserRound aria-label={texts.user} className="size-4 shrink-0 text-subtle" />
        )}
        <span className="whitespace-normal">
          <Breakable text={name} />
        </span>
        {isYours ? <Badge tone="outline">{kind === "group" ? texts.yours : texts.you}</Badge> : null}
      </span>
    ),
  },
  {
    id: "role",
    header: texts.role,
    sortable: true,
    sortsFirst: "desc",
    rank: 0,
    cell: ({ role }) => <Badge tone={role === "admin" ? "accent" : "neutral"}>{roleWord(role)}</Badge>,
  },
];

const owner = ({ user }: { user: UserSessionView["user"] }) => (
  <span className="block min-w-0">
    <span className="wrap-anywhere block whitespace-normal font-medium text-ink">{user.name}</span>
    <span className="block whitespace-normal text-subtle text-xs">
      <Breakable text={user.email} />
    </span>
  </span>
);

export const sessionColumns: readonly Column<UserSessionView>[] = [
  {
    id: "user",
    header: texts.user,
    sortable: true,
    width: "minmax(0,1.3fr)",
    atLeastPx: 176,
    cell: (session) => (
      // On phones, the button of the row is at the right.
      <span className="flex min-w-0 flex-wrap items-start gap-x-2 gap-y-1 max-sm:pr-28">
        {owner(session)}
        {session.isCurrent ? <Badge tone="accent">{texts.thisOne}</Badge> : null}
      </span>
    ),
  },
  {
    id: "browser",
    header: texts.browser,
    sortable: true,
    cell: ({ userAgent }) => (
      <span className="block truncate text-muted" title={userAgent ?? undefined}>
        {browserOf(userAgent) ?? texts.unknown}
      </span>
    ),
  },
  {
    id: "address",
    header: texts.address,
    sortable: true,
    cell: ({ address }) => (
      <span className="block truncate font-mono text-[0.8125rem] text-muted">{address || texts.unknown}</span>
    ),
  },
  { id: "created", header: texts.signedIn, sortable: true, cell: ({ createdAt }) => time(createdAt) },
  { id: "used", header: texts.lastUsed, sortable: true, rank: 0, cell: ({ usedAt }) => time(usedAt) },
  { id: "expires", header: texts.expires, rank: 2, cell: ({ expiresAt }) => time(expiresAt) },
];

export const tokenColumns: readonly Column<UserTokenView>[] = [
  {
    id: "name",
    header: texts.token,
    sortable: true,
    cell: ({ name }) => (
      <span className="wrap-anywhere block whitespace-normal font-medium text-ink">{name}</span>
    ),
  },
  {
    id: "user",
    header: texts.user,
    sortable: true,
    width: "minmax(0,1.3fr)",
    atLeastPx: 176,
    cell: owner,
  },
  {
    id: "role",
    header: texts.roles,
    sortable: true,
    cell: ({ role, scope }) => <RoleBadges grants={[{ role, scope }]} />,
  },
  {
    id: "scope",
    header: texts.where,
    rank: 3,
    hideOnPhone: true,
    cell: ({ scope }) => <span className="text-muted">{scopeWord(scope)}</span>,
  },
  { id: "created", header: texts.created, sortable: true, rank: 2, cell: ({ createdAt }) => time(createdAt) },
  { id: "expires", header: texts.expires, sortable: true, cell: ({ expiresAt }) => time(expiresAt) },
  { id: "used", header: texts.lastUsed, sortable: true, rank: 0, cell: ({ lastUsedAt }) => time(lastUsedAt) },
];
