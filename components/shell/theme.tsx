"use client";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Light or dark by class on <html>, the system's choice by default; set before the first paint. */
export function Theme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      {children}
    </ThemeProvider>
  );
}
