import type { Metadata } from "next";
import { texts } from "@/app/texts";
import { Entrance } from "@/components/shell/entrance";
import { ProviderAnswer } from "@/components/shell/provider-answer";

// Rendered for each request, so that its scripts carry the nonce of the response.
export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: texts.signIn };

/** Where the OIDC provider sends the browser back to. */
export default function CallbackPage() {
  return (
    <Entrance title={texts.signInTitle} help={texts.purpose}>
      <ProviderAnswer />
    </Entrance>
  );
}
