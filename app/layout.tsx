import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Panel, Theme } from "@/components/shell/panel";
import { sidebarScript } from "@/components/shell/sidebar-script";
import { Toaster } from "@/components/ui/overlay/toaster";
import { densityScript } from "@/components/ui/table/density-script";
import { nonceHeader } from "@/lib/server/http/security-headers";
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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(nonceHeader) ?? "";
  return (
    // Scripts set the theme and the sidebar's width on <html> before React hydrates.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script id="sidebar" nonce={nonce} suppressHydrationWarning>
          {sidebarScript}
        </script>
        <script id="density" nonce={nonce} suppressHydrationWarning>
          {densityScript}
        </script>
      </head>
      <body>
        <Theme nonce={nonce}>
          <Panel>{children}</Panel>
          <Toaster />
        </Theme>
      </body>
    </html>
  );
}
