import { type ReactNode, Suspense } from "react";
import { AddressState, NoRoleYet } from "./contents/address-state";

// Every page reads its filters from the query and belongs to the signed-in user, so none is prerendered.
export const dynamic = "force-dynamic";

/** Wraps all pages inside the shell. The shell itself is in the root layout, so that errors keep it. */
export default function PanelLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <AddressState>
        <NoRoleYet>{children}</NoRoleYet>
      </AddressState>
    </Suspense>
  );
}
