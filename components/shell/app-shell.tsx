"use client";
import type { ReactNode } from "react";
import { LiveIndicator, type LiveState } from "./live-indicator";
import type { ShellNotification } from "./notification";
import { Sidebar } from "./sidebar";
import { SkipLink } from "./skip-link";
import { TopBar } from "./top-bar";
import type { SearchObjects } from "./use-object-search";

export interface AppShellProps {
  /** Whether changes arrive from the server; without it no indicator is drawn. */
  live?: LiveState | undefined;
  /** For the bell, newest first. Without `onMarkRead` there is no bell. */
  notifications?: readonly ShellNotification[] | undefined;
  unread?: number | undefined;
  onMarkRead?: ((ids?: readonly string[]) => void) | undefined;
  /** What the palette finds objects with. */
  searchObjects?: SearchObjects | undefined;
  userName?: string | undefined;
  onSignOut?: (() => void | Promise<void>) | undefined;
  children: ReactNode;
}

/** Sidebar, top bar and the page. Everything in it comes by props, so that it knows nothing of the API. */
export function AppShell({ children, ...props }: AppShellProps) {
  return (
    <>
      <SkipLink />
      <div className="flex min-h-dvh">
        <Sidebar footer={props.live ? <LiveIndicator state={props.live} /> : null} />
        <div className="flex min-w-0 flex-1 flex-col [--sticky-top:3rem]">
          <TopBar {...props} />
          <main id="main" tabIndex={-1} className="flex-1 outline-none">
            <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8">
              {children}
            </div>
          </main>
        </div>
      </div>
    </>
  );
}
