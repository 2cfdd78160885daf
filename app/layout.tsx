import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Panel, Theme } from "@/components/shell/panel";
import { sidebarScript } from "@/components/shell/sidebar-script";
import { Toaster } from "@/components/ui/overlay/toaster";
import { densityScript } from "@/components/ui/table/density-script";
import { texts } from "./texts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Lamia", template: "%s · Lamia" },
  description: texts.purpose,
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f8f8fa" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1014" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // Scripts set the theme and the sidebar's width on <html> before React hydrates.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script id="sidebar">{sidebarScript}</script>
        <script id="density">{densityScript}</script>
      </head>
      <body>
        <Theme>
          <Panel>{children}</Panel>
          <Toaster />
        </Theme>
      </body>
    </html>
  );
}
