"use client";
import type { ReactNode } from "react";
import { Sidebar } from "./sidebar";
import { SkipLink } from "./skip-link";
import { TopBar } from "./top-bar";

export interface AppShellProps {
  /** At the right of the top bar: `ShellActions`. */
  actions: ReactNode;
  /** Above every page. */
  notice?: ReactNode;
  children: ReactNode;
}

/** Sidebar, top bar and the page. */
export function AppShell({ actions, notice, children }: AppShellProps) {
  return (
    <>
      <SkipLink />
      <div className="flex min-h-dvh">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col [--sticky-top:3rem]">
          <TopBar actions={actions} />
          <main id="main" tabIndex={-1} className="flex-1 outline-none">
            <div className="mx-auto flex w-full max-w-7xl flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8">
              {notice}
              {children}
            </div>
          </main>
        </div>
      </div>
    </>
  );
}
