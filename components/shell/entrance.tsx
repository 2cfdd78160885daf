import type { ReactNode } from "react";
import { Logo } from "./logo";

/** The frame of the pages in front of the panel. */
export function Entrance({ title, help, children }: { title: string; help: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="flex flex-col items-center gap-3 text-center">
        <Logo className="size-11" />
        <div>
          <h1 className="font-semibold text-ink text-xl tracking-tight">{title}</h1>
          <p className="text-muted">{help}</p>
        </div>
      </div>
      {children}
    </main>
  );
}
