"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleUserRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { DropdownMenu } from "@/components/ui/overlay/menu";
import { sessionQuery, statusQuery } from "@/lib/client/activity";
import { leave } from "@/lib/client/leave";
import { actionTexts as texts } from "./action-texts";
import { type Freshness, LiveIndicator, liveStateOf, useLive } from "./live-indicator";
import { NotificationBell, useBell } from "./notification-bell";
import type { ShellNotification } from "./notification-line";
import { type SearchObjects, useSearchObjects } from "./palette/use-object-search";
import { SearchButton } from "./search-button";

const PanelCommands = deferred(
  () => import("./palette/commands").then((module) => module.PanelCommands),
  () => null,
);

/** The top bar's actions, connected to the API: stream of changes, bell, search, sign-out. */
export function PanelActions() {
  const stream = useLive();
  const searchObjects = useSearchObjects();
  const { data: status } = useQuery(statusQuery());
  const { data: session } = useQuery(sessionQuery());
  return (
    <>
      <PanelCommands />
      <ShellActions
        live={liveStateOf(stream, status?.cluster.state)}
        {...useBell()}
        searchObjects={searchObjects}
        userName={session?.name || texts.byToken}
        hasAccount={session?.kind === "user"}
        onSignOut={status?.signInNeeded ? leave : undefined}
      />
    </>
  );
}

export interface ShellActionsProps {
  /** Whether changes arrive from the server; undefined hides the indicator. */
  live?: Freshness | undefined;
  /** For the bell, newest first. Without `onMarkRead` there is no bell. */
  notifications?: readonly ShellNotification[] | undefined;
  unread?: number | undefined;
  onMarkRead?: ((ids?: readonly string[]) => void) | undefined;
  /** Searches objects for the palette. */
  searchObjects?: SearchObjects | undefined;
  userName?: string | undefined;
  /** Whether the user has a page "Your account". */
  hasAccount?: boolean | undefined;
  onSignOut?: (() => void | Promise<void>) | undefined;
}

/** The global actions in the top bar. Everything comes from props: it doesn't know the API. */
export function ShellActions(props: ShellActionsProps) {
  const { live, notifications = [], unread = 0, onMarkRead, searchObjects, onSignOut } = props;
  return (
    <>
      {live ? <LiveIndicator state={live} /> : null}
      <SearchButton searchObjects={searchObjects} onSignOut={onSignOut} />
      {onMarkRead ? (
        <NotificationBell notifications={notifications} unread={unread} onMarkRead={onMarkRead} />
      ) : null}
      <ThemeMenu />
      {onSignOut ? <UserMenu {...props} onSignOut={onSignOut} /> : null}
    </>
  );
}

/** The signed-in user, and sign-out. */
export function UserMenu({
  userName = texts.signedIn,
  hasAccount = false,
  onSignOut,
}: Pick<ShellActionsProps, "userName" | "hasAccount"> & { onSignOut: () => void | Promise<void> }) {
  const account = { label: texts.yourAccount, icon: <CircleUserRound aria-hidden />, href: "/account" };
  return (
    <DropdownMenu
      heading={userName}
      trigger={
        <IconButton label={texts.account}>
          <CircleUserRound aria-hidden />
        </IconButton>
      }
      groups={[
        ...(hasAccount ? [[account]] : []),
        [{ label: texts.signOut, icon: <LogOut aria-hidden />, onSelect: () => void onSignOut() }],
      ]}
    />
  );
}

/** Light, dark, or the system's setting. */
export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  return (
    <DropdownMenu
      trigger={
        <IconButton label={texts.theme}>
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </IconButton>
      }
      groups={[
        [
          {
            label: texts.light,
            icon: <Sun aria-hidden />,
            checked: theme === "light",
            onSelect: () => setTheme("light"),
          },
          {
            label: texts.dark,
            icon: <Moon aria-hidden />,
            checked: theme === "dark",
            onSelect: () => setTheme("dark"),
          },
          {
            label: texts.system,
            icon: <Monitor aria-hidden />,
            checked: theme === "system",
            onSelect: () => setTheme("system"),
          },
        ],
      ]}
    />
  );
}
